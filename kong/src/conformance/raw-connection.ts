import { connect } from 'node:net';

/** What came back on a connection, byte for byte. */
export interface RawOutcome {
  readonly text: string;
  /** The statuses of all answers, in their order; interim ones are left out. */
  readonly statuses: readonly number[];
  /** Whether the gateway has ended the connection. */
  readonly isClosed: boolean;
}

/** Nothing more is expected after so long without a byte. */
const quietMs = 150;
/** Longer than any timeout that a check waits for. */
const patienceMs = 5_000;

const statusesIn = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n/g)]
    .map(([, status]) => Number(status))
    .filter((status) => status >= 200);

/**
 * Sends bytes as they are on a connection of their own, and reads until the gateway ends it, or
 * `answers` have come and nothing more does.
 */
export const exchangeBytes = (gateway: URL, bytes: string, answers = 1): Promise<RawOutcome> =>
  new Promise((resolve, fail) => {
    let text = '';
    let isClosed = false;
    let quiet: NodeJS.Timeout | undefined;
    const socket = connect(Number(gateway.port), gateway.hostname);
    const end = (): void => {
      clearTimeout(quiet);
      clearTimeout(impatient);
      socket.destroy();
      resolve({ text, statuses: statusesIn(text), isClosed });
    };
    const impatient = setTimeout(end, patienceMs);
    socket.on('connect', () => socket.write(Buffer.from(bytes, 'latin1')));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (statusesIn(text).length < answers) return;
      clearTimeout(quiet);
      quiet = setTimeout(end, quietMs);
    });
    socket.on('close', () => {
      isClosed = true;
      end();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Cut off while it still sends: what matters is what came back.
      if (error.code !== 'ECONNREFUSED') return;
      clearTimeout(impatient);
      fail(error);
    });
  });
