import type { Connection, Database } from '@accounting/database';
import { invariant, type CompanyId } from '@accounting/kernel';
import { PrismaPg } from '@prisma/adapter-pg';
import { AsyncLocalStorage } from 'node:async_hooks';
import { Pool, type QueryConfig } from 'pg';
import { PrismaClient } from '../generated/prisma/client';

/**
 * Reads that never share a query: Prisma merges `findUnique` calls made at the same moment into
 * one, and with them those of two companies.
 */
type Reads<Delegate> = Pick<Delegate, Extract<keyof Delegate, 'findFirst' | 'findMany'>>;

export interface PlainTables {
  readonly account: Reads<PrismaClient['account']>;
  readonly fiscalPeriod: Reads<PrismaClient['fiscalPeriod']>;
  readonly fiscalYear: Reads<PrismaClient['fiscalYear']>;
  readonly exchangeRate: Reads<PrismaClient['exchangeRate']>;
  readonly ledgerSettings: Reads<PrismaClient['ledgerSettings']>;
}

/** The ledger's plain tables, through Prisma, for one company at a time. */
export interface PlainTableReader {
  read<Result>(
    companyId: CompanyId,
    question: (tables: PlainTables) => Promise<Result>,
  ): Promise<Result>;
}

/** One call of `read`: the connection it may use, and why the database failed it. */
interface Scope {
  readonly connection: Connection;
  failure?: unknown;
}

/**
 * Prisma on the connections of the tenancy-aware database. Each statement runs on the connection of
 * the call that it belongs to, on which the company is set; outside of a call there is none. This
 * spares the interactive transaction that Prisma would need to set the company itself.
 */
export const createPlainTableReader = (database: Database): PlainTableReader => {
  const scopes = new AsyncLocalStorage<Scope>();

  const runInScope = async (query: QueryConfig): Promise<unknown> => {
    const scope = scopes.getStore();
    invariant(scope !== undefined, 'Prisma is asked only within a company');
    try {
      return await scope.connection.query(query);
    } catch (error) {
      scope.failure = error;
      throw error;
    }
  };

  // Never connects by itself: the adapter insists on a pool and asks nothing of it but `query`.
  const pool = new Pool({ max: 1 });
  pool.query = runInScope as Pool['query'];
  pool.connect = (() => Promise.reject(new Error('reads need no transaction'))) as Pool['connect'];
  const tables = new PrismaClient({ adapter: new PrismaPg(pool) });

  return {
    read: (companyId, question) =>
      database.read(companyId, (connection) => {
        const scope: Scope = { connection };
        // Prisma starts a query when it is awaited, so that must happen within the scope too.
        return scopes.run(scope, async () => {
          try {
            return await question(tables);
          } catch (error) {
            // Prisma hides what the database layer said, which tells whether to try again.
            throw scope.failure ?? error;
          }
        });
      }),
  };
};
