import { invariant } from '@accounting/kernel';
import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import type { Transaction } from './database';
import { isConnectionLost, translateFailure } from './failures';

/** One checkout of a pooled connection, from acquiring to releasing. */
export interface Session {
  /** What the caller's work is handed; refuses statements once the session has ended. */
  readonly connection: Transaction;
  /** Runs a statement of ours, such as BEGIN. */
  run(sql: string): Promise<QueryResult>;
  /** Gives the connection back, or destroys it when its state is not known. */
  end(): void;
  /** Has the connection destroyed at the end. */
  distrust(): void;
}

/** Begins a session on a connection just taken from the pool. */
export const beginSession = (client: PoolClient): Session => {
  let isOpen = true;
  let isTrusted = true;

  const submit = async <Row extends QueryResultRow>(
    query: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>> => {
    try {
      return await client.query<Row>(query, values as unknown[]);
    } catch (error) {
      const failure = translateFailure(error);
      if (isConnectionLost(failure)) isTrusted = false;
      throw failure;
    }
  };

  return {
    connection: {
      isTransaction: true,
      query: (query, values) => {
        invariant(isOpen, 'a connection is used only until its work settles');
        return submit(query, values);
      },
    },
    run: (sql) => submit(sql),
    end: () => {
      isOpen = false;
      client.release(!isTrusted);
    },
    distrust: () => {
      isTrusted = false;
    },
  };
};
