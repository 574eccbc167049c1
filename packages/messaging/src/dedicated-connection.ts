import { Client } from 'pg';

/** A connection outside any pool, for what lasts as long as it does: session locks and LISTEN. */
export interface DedicatedConnectionOptions {
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Called once, when the connection is gone for whatever reason but `end()`. */
  readonly onLost: (reason: Error) => void;
}

const connectTimeoutMs = 5_000;
/** Longer than any statement here takes; a server that is silent for so long is gone. */
const queryTimeoutMs = 15_000;
/**
 * Who holds locks says something every few seconds. Of a host that is cut off PostgreSQL would hear
 * nothing for hours, and keep its locks.
 */
const idleSessionTimeoutMs = 20_000;

/** Opens the connection, or rejects with what the driver says. */
export const openDedicatedConnection = async (
  options: DedicatedConnectionOptions,
): Promise<Client> => {
  const client = new Client({
    connectionString: options.url,
    application_name: options.applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    options: `-c idle_session_timeout=${String(idleSessionTimeoutMs)}`,
  });
  let isLost = false;
  const lose = (reason: Error): void => {
    if (isLost) return;
    isLost = true;
    options.onLost(reason);
  };
  client.on('error', lose);
  await client.connect();
  client.on('end', () => {
    lose(new Error('The connection to PostgreSQL ended.'));
  });
  return client;
};

/** Ends a connection that may be broken already. */
export const closeDedicatedConnection = async (client: Client): Promise<void> => {
  await client.end().catch(() => undefined);
};
