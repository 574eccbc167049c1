import type { Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { accounts } from './accounts';
import {
  refuseChangesDuringImport,
  refuseDeactivationWithBalance,
  refuseRestrictionWithOtherBalance,
} from './commit-rules';
import { exchangeRates } from './exchange-rates';
import { fiscalCalendar } from './fiscal-calendar';
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

/** What runs in every committing transaction. */
export const inlineProjections: readonly InlineProjection<Transaction>[] = [
  ...readModels,
  refuseChangesDuringImport,
  refuseDeactivationWithBalance,
  refuseRestrictionWithOtherBalance,
];
