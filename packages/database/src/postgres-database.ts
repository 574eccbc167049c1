import { DomainError, type CompanyId } from '@accounting/kernel';
import { Pool } from 'pg';
import { setCompaniesOfSession, setCompaniesOfTransaction } from './company-context';
import type { Connection, Database, Transaction } from './database';
import { databaseErrors, translateFailure } from './failures';
import { beginSession, type Session } from './session';
import { silenceGraceMs } from './long-statement';
import { valueParsers } from './value-parsers';

/** How to reach one service's PostgreSQL, and how long to wait for it. */
export interface DatabaseOptions {
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Connections at most; 10 unless said otherwise. */
  readonly connectionsMax?: number;
  /** How long a request waits for a connection, new or free; 1,000 ms unless said otherwise. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may run; 5,000 ms unless said otherwise. */
  readonly statementTimeoutMs?: number;
  /** How long an unused connection is kept; 60,000 ms unless said otherwise. */
  readonly idleTimeoutMs?: number;
  /** Told when a connection breaks while nobody uses it; for the log. */
  readonly onConnectionLost?: (error: Error) => void;
}

/** A transaction of ours that sends nothing for so long is stuck, and holds locks. */
const idleInTransactionTimeoutMs = 30_000;

const createPool = (options: DatabaseOptions): Pool => {
  const statementTimeoutMs = options.statementTimeoutMs ?? 5_000;
  const pool = new Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 1_000,
    idleTimeoutMillis: options.idleTimeoutMs ?? 60_000,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + silenceGraceMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    keepAlive: true,
    // Statements asked for together are sent together; each still fails by itself.
    pipeline: true,
    options: '-c TimeZone=UTC',
    types: valueParsers,
  });
  const onConnectionLost = options.onConnectionLost ?? (() => undefined);
  pool.on('error', onConnectionLost);
  // A connection that breaks between two statements of its user has no listener of the pool's, and
  // an 'error' event without a listener ends the process. Its next statement fails by itself.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};

/** Opens a pool; no connection is made before the first use. */
export const createDatabase = (options: DatabaseOptions): Database => {
  const pool = createPool(options);
  let closing: Promise<void> | undefined;

  const withSession = async <Result>(
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw translateFailure(error);
    });
    const session = beginSession(client);
    try {
      return await work(session);
    } finally {
      session.end();
    }
  };

  const read = <Result>(
    companyIds: readonly CompanyId[],
    work: (connection: Connection) => Promise<Result>,
  ): Promise<Result> =>
    withSession(async (session) => {
      await session.run(setCompaniesOfSession(companyIds));
      return work(session.connection);
    });

  const transact = <Result>(
    begin: string,
    companyIds: readonly CompanyId[],
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> =>
    withSession(async (session) => {
      // One message for both: the simple protocol takes several statements at once.
      await session.run(`${begin}; ${setCompaniesOfTransaction(companyIds)}`);
      const result = await rollingBackOnFailure(session, () => work(session.connection));
      await commit(session);
      return result;
    });

  return {
    read: (companyId, work) => read([companyId], work),
    readConsistently: (companyId, work) =>
      transact('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', [companyId], work),
    write: (companyIds, work) => transact('BEGIN', companyIds, work),
    withoutCompany: (work) => read([], work),
    ping: () =>
      read([], async (connection) => {
        await connection.query('SELECT 1');
      }),
    close: () => (closing ??= pool.end()),
  };
};

const rollingBackOnFailure = async <Result>(
  session: Session,
  work: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    // The failure of the work is what the caller must learn; a failed rollback only means that the
    // connection cannot be trusted, and closing it rolls back as well.
    await session.run('ROLLBACK').catch(() => session.distrust());
    throw error;
  }
};

const commit = async (session: Session): Promise<void> => {
  const result = await session.run('COMMIT').catch((error: unknown) => {
    session.distrust();
    throw error;
  });
  // PostgreSQL answers COMMIT with ROLLBACK, and no error, when a statement failed before and the
  // work went on regardless.
  if (result.command !== 'COMMIT') {
    throw new DomainError(databaseErrors.aborted, {
      message: 'A statement of the transaction failed, so nothing was recorded.',
    });
  }
};
