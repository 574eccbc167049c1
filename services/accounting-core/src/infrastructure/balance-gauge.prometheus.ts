import type { Database } from '@accounting/database';
import { Gauge, type Registry } from 'prom-client';

interface BalanceRow {
  readonly account_code: string;
  readonly account_type: string;
  readonly balance_gel: string;
}

/** Adding up many companies takes a moment, and scrapes come every few seconds. */
const keptMs = 60_000;

/**
 * What stands on each account of the national plan over all companies, debit positive, at most a
 * minute old. When the database does not answer, the last figures stay; readiness tells why.
 */
export const registerBalanceGauge = (
  registry: Registry,
  backgroundDatabase: Pick<Database, 'withoutCompany'>,
  nowMs: () => number,
): void => {
  let readAtMs = Number.NEGATIVE_INFINITY;
  const read = async (): Promise<readonly BalanceRow[]> => {
    const { rows } = await backgroundDatabase.withoutCompany((connection) =>
      connection.query<BalanceRow>('SELECT * FROM ledger.balance_by_account_code()'),
    );
    return rows;
  };
  new Gauge({
    name: 'accounting_account_balance_gel',
    help: 'Balance of accounts of the national plan over all companies, debit positive, in GEL.',
    labelNames: ['account_code', 'account_type'],
    registers: [registry],
    async collect() {
      if (nowMs() - readAtMs < keptMs) return;
      readAtMs = nowMs();
      const rows = await read().catch(() => undefined);
      if (rows === undefined) return;
      this.reset();
      for (const { account_code, account_type, balance_gel } of rows) {
        // A figure for a dashboard: the ledger has the exact one.
        this.set({ account_code, account_type }, Number(balance_gel));
      }
    },
  });
};
