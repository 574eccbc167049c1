import type { CompanyId } from '@accounting/kernel';
import type { QueryConfig, QueryResult, QueryResultRow } from 'pg';

/**
 * A connection on which the company is already set, so that row-level security shows and accepts
 * this company's rows only. Valid until the callback that received it settles. Columns arrive as
 * `date`: text (`AccountingDate`), `timestamptz`: text (`Instant`), `numeric` and `bigint`: text,
 * `integer`: number, `json` and `jsonb`: parsed.
 */
export interface Connection {
  query<Row extends QueryResultRow = QueryResultRow>(
    query: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>;
}

/** A connection inside an open transaction. Only `Database.write` makes one. */
export interface Transaction extends Connection {
  /** Tells a transaction from a plain connection at compile time: no write without one. */
  readonly isTransaction: true;
}

/**
 * One service's PostgreSQL. Every call names the company it is for; there is no way to obtain a
 * connection without saying so. Failures that are the database's (not reachable, shutting down, too
 * many clients, statement timeout) surface as `DomainError` of kind `unavailable` or
 * `deadline_exceeded`, lost races (serialisation, deadlock) as `aborted`; everything else is thrown
 * unchanged.
 */
export interface Database {
  /** Runs reads on one connection for one company. No transaction is opened. */
  read<Result>(
    companyId: CompanyId,
    work: (connection: Connection) => Promise<Result>,
  ): Promise<Result>;

  /** Runs reads of one company that must all see the same moment (REPEATABLE READ, READ ONLY). */
  readConsistently<Result>(
    companyId: CompanyId,
    work: (connection: Connection) => Promise<Result>,
  ): Promise<Result>;

  /** Runs one transaction for the companies named: commits if `work` resolves, else rolls back. */
  write<Result>(
    companyIds: readonly CompanyId[],
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result>;

  /** Runs statements without any company: tenant tables then show and accept nothing. */
  withoutCompany<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;

  /** Resolves when the database answers; rejects with kind `unavailable` otherwise. */
  ping(): Promise<void>;

  close(): Promise<void>;
}
