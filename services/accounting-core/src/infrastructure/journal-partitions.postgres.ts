import type { Database } from '@accounting/database';
import { AccountingDate, AccountingMonth, type Clock } from '@accounting/kernel';
import type { BackgroundJob } from '@accounting/service-host';
import { setTimeout as delay } from 'node:timers/promises';
import type { JournalPartitions } from '../application/ports';

/**
 * Partitions are never dropped while a service runs, so what was made once is remembered. A missing
 * one is made before the transaction that writes to it, because making it there would hold its lock
 * until the commit.
 */
export const createJournalPartitions = (database: Database): JournalPartitions => {
  const known = new Set<AccountingMonth>();
  const making = new Map<AccountingMonth, Promise<void>>();

  const make = async (month: AccountingMonth): Promise<void> => {
    await database.withoutCompany((connection) =>
      connection.query('SELECT ledger.ensure_partition($1::date)', [
        AccountingMonth.firstDay(month),
      ]),
    );
    known.add(month);
  };

  const makeOnce = (month: AccountingMonth): Promise<void> => {
    const present = making.get(month);
    if (present !== undefined) return present;
    const started = make(month).finally(() => making.delete(month));
    making.set(month, started);
    return started;
  };

  return {
    ensure: async (months) => {
      for (const month of months) if (!known.has(month)) await makeOnce(month);
    },
  };
};

const checkIntervalMs = 6 * 60 * 60 * 1000;

/** Makes the partitions of this month and the next before anybody needs them. */
export const journalPartitionsJob = (
  partitions: JournalPartitions,
  clock: Clock,
): BackgroundJob => ({
  name: 'journal-partitions',
  run: async (signal) => {
    while (!signal.aborted) {
      const month = AccountingDate.monthOf(AccountingDate.ofInstant(clock()));
      await partitions.ensure([month, AccountingMonth.next(month)]);
      await delay(checkIntervalMs, undefined, { signal }).catch(() => undefined);
    }
  },
});
