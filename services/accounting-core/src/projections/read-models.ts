import type { Database, Transaction } from '@accounting/database';
import type { CommittedEvent, EventLog, InlineProjection, Position } from '@accounting/event-store';
import { AccountingDate } from '@accounting/kernel';
import { accounts } from './accounts';
import { exchangeRates } from './exchange-rates';
import { fiscalCalendar } from './fiscal-calendar';
import { eventsOf } from './ledger-events';
import { ledgerSettings } from './ledger-settings';
import { postedTransactions } from './posted-transactions';
import { reversedTransactions } from './reversed-transactions';
import { unpostedTransactions } from './unposted-transactions';

/**
 * Read models that a caller must find up to date the moment a command is answered: balances and the
 * journal because they are the ledger, the others because the next command is decided on them. In
 * the order of a transaction's life, so that all steps may happen in one commit. A rebuild runs
 * these over the whole event log.
 */
export const readModels: readonly InlineProjection<Transaction>[] = [
  unpostedTransactions,
  postedTransactions,
  reversedTransactions,
  accounts,
  fiscalCalendar,
  exchangeRates,
  ledgerSettings,
];

const eventsPerStep = 1_000;

const ensurePartitions = async (
  transaction: Transaction,
  events: readonly CommittedEvent[],
): Promise<void> => {
  const months = new Set(
    eventsOf(events, ['TransactionPosted']).map(({ data }) =>
      AccountingDate.monthOf(data.transactionDate),
    ),
  );
  await transaction.query(
    `SELECT ledger.ensure_partition((month || '-01')::date) FROM unnest($1::text[]) AS month`,
    [[...months]],
  );
};

/** The posting function asks whose rows it may write, also of the owner. */
const openFor = async (
  transaction: Transaction,
  events: readonly CommittedEvent[],
): Promise<void> => {
  const companyIds = new Set(events.map(({ companyId }) => companyId));
  await transaction.query("SELECT set_config('app.company_ids', $1, true)", [
    [...companyIds].join(','),
  ]);
};

/**
 * Empties the read models and fills them again from every fact of every company, in one
 * transaction: until it commits, and when it fails, what was there stays. Run it with the service
 * stopped, as the database's owner; resolves with the number of facts.
 */
export const rebuildReadModels = (ownerDatabase: Database, eventLog: EventLog): Promise<number> =>
  ownerDatabase.write([], async (transaction) => {
    await transaction.query('SELECT ledger.empty_read_models()');
    let after: Position | undefined;
    let count = 0;
    for (;;) {
      const events = await eventLog.readCommitted(after, eventsPerStep);
      const last = events.at(-1);
      if (last === undefined) return count;
      await openFor(transaction, events);
      await ensurePartitions(transaction, events);
      for (const project of readModels) await project(transaction, events);
      after = last.position;
      count += events.length;
    }
  });
