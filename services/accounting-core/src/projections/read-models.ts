import type { Transaction } from '@accounting/database';
import type { CommittedEvent, InlineProjection } from '@accounting/event-store';
import { AccountingDate } from '@accounting/kernel';
import type { RefillReadModels } from '@accounting/service-host';
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

/** Takes everything from the facts; what was there before is not looked at. */
export const refillReadModels: RefillReadModels = async (transaction, facts) => {
  await transaction.query('SELECT ledger.empty_read_models()');
  for await (const events of facts) {
    await openFor(transaction, events);
    await ensurePartitions(transaction, events);
    for (const project of readModels) await project(transaction, events);
  }
};
