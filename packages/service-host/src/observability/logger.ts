import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { redactLine } from './redaction';

/** A logger and the way to empty its buffer. */
export interface LogOutput {
  readonly logger: Logger;
  /** Writes what is still buffered; called before the process ends. */
  readonly flush: () => void;
}

const bufferBytes = 16_384;
const flushIntervalMs = 250;

/**
 * JSON lines with the service's name, secrets and personal numbers hidden. Lines are collected and
 * written together, because a write per request would cost more than the rest of the logging.
 */
export const createLogOutput = (options: {
  readonly service: string;
  readonly level: string;
  /** Where lines go instead of standard output. */
  readonly stream?: DestinationStream;
}): LogOutput => {
  const buffered =
    options.stream === undefined
      ? destination({
          dest: 1,
          sync: false,
          minLength: bufferBytes,
          periodicFlush: flushIntervalMs,
        })
      : undefined;
  const logger = pino(
    {
      level: options.level,
      base: { service: options.service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: redactLine },
    },
    options.stream ?? (buffered as DestinationStream),
  );
  // Not yet open at a very early exit: nothing was buffered then that could be written.
  const flush = (): void => {
    try {
      buffered?.flushSync();
    } catch {
      return;
    }
  };
  return { logger, flush };
};
