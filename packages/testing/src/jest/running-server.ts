import type { PostgresServer } from '../../../postgres-server/src/index';

/** The server of this jest run, from set-up to teardown; both run in the same process. */
let server: PostgresServer | undefined;

export const keepServer = (started: PostgresServer): void => {
  server = started;
};

export const stopKeptServer = async (): Promise<void> => {
  await server?.stop();
  server = undefined;
};
