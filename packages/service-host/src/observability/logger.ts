import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { LineBuffer } from './line-buffer';
import { redactLine } from './redaction';

/** A logger and its end. */
export interface LogOutput {
  readonly logger: Logger;
  /** Writes what is still buffered; what is logged later may be lost. */
  readonly close: () => void;
}

/** Standard output, in batches; what is left is written when the process exits, however it does. */
const standardOutput = (): { readonly stream: DestinationStream; readonly close: () => void } => {
  const buffer = new LineBuffer(destination({ dest: 1, sync: true }));
  const flush = (): void => {
    buffer.flush();
  };
  process.on('exit', flush);
  return {
    stream: buffer,
    close: () => {
      process.off('exit', flush);
      buffer.close();
    },
  };
};

/** JSON lines with the service's name; secrets and personal numbers are hidden. */
export const createLogOutput = (options: {
  readonly service: string;
  readonly level: string;
  /** Where lines go, one by one, instead of standard output. */
  readonly stream?: DestinationStream;
}): LogOutput => {
  const output =
    options.stream === undefined
      ? standardOutput()
      : { stream: options.stream, close: () => undefined };
  const logger = pino(
    {
      level: options.level,
      base: { service: options.service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: redactLine },
    },
    output.stream,
  );
  return { logger, close: output.close };
};
