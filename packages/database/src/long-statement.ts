import type { QueryConfig, QueryResult, QueryResultRow } from 'pg';
import type { Transaction } from './database';

/** How much longer than PostgreSQL itself we wait for it to end a statement that takes too long. */
export const silenceGraceMs = 1_000;

/**
 * Runs a statement that may take longer than others; so may those that follow it in the
 * transaction, as far as PostgreSQL is concerned. Rejects with kind `deadline_exceeded` when it
 * takes longer than that.
 */
export const queryAtLength = async <Row extends QueryResultRow = QueryResultRow>(
  transaction: Transaction,
  timeoutMs: number,
  query: QueryConfig,
): Promise<QueryResult<Row>> => {
  const [, result] = await Promise.all([
    transaction.query(`SET LOCAL statement_timeout = ${String(Math.floor(timeoutMs))}`),
    transaction.query<Row>({ ...query, query_timeout: timeoutMs + silenceGraceMs } as QueryConfig),
  ]);
  return result;
};
