import { AccountingMonth, invariant, reject } from '@accounting/kernel';
import type { FiscalPeriodUnlocked } from './fiscal-period/events';
import type { ReopenFiscalYear } from './fiscal-year/commands';
import { errors } from './fiscal-year/errors';
import type { FiscalYearReopened } from './fiscal-year/events';
import type { FiscalYear } from './fiscal-year/state';
import { isPrintableText, textLengthMax } from './printable-text';
import { requireReturnable, reversalOf, type Reversal } from './transaction-reversal';
import { requireFiscalYear, requireLaterYearsOpen } from './year-end-closing';

/** Everything that reopening a year records, in one commit. */
export interface YearReopening {
  readonly reopened: FiscalYearReopened;
  /** For the streams of the closing transaction and of its reversal; absent without a closing. */
  readonly reversal: Reversal | undefined;
  /** One for the stream of each month: what was locked is closed, and reopened one by one. */
  readonly unlocked: readonly FiscalPeriodUnlocked[];
}

/** Undoes the closing on its own date, so that the balances as of 31 December are as before it. */
export const reopenFiscalYear = (command: ReopenFiscalYear, state: FiscalYear): YearReopening => {
  const { data, metadata, ledger } = command;
  const { year, reason, closing } = data;
  requireReopenable(command, state);
  const { actorId } = metadata;
  if (closing !== undefined) requireReturnable(closing.entries, ledger);
  const reversal =
    closing === undefined
      ? undefined
      : reversalOf(closing, {
          reversalTransactionId: data.reversalTransactionId,
          reversalDate: closing.transactionDate,
          reason,
          actorId,
        });
  return {
    reopened: {
      type: 'FiscalYearReopened',
      data: {
        year,
        reopenedBy: actorId,
        reason,
        ...(reversal === undefined ? {} : { reversalTransactionId: data.reversalTransactionId }),
      },
    },
    reversal,
    unlocked: AccountingMonth.ofYear(year).map((period) => ({
      type: 'FiscalPeriodUnlocked',
      data: { period, unlockedBy: actorId, reason },
    })),
  };
};

const requireReopenable = (
  { data, metadata, ledger }: ReopenFiscalYear,
  state: FiscalYear,
): void => {
  const { year, reason, closing } = data;
  requireFiscalYear(year, metadata.now);
  if (!isPrintableText(reason, textLengthMax.reason)) {
    throw reject(errors.reasonInvalid, { field: 'reason' });
  }
  if (state.status !== 'closed') throw reject(errors.notClosed, { year });
  requireLaterYearsOpen(year, ledger);
  invariant(
    state.closingTransactionId === (closing?.transactionId ?? null),
    'the closing transaction is the one that the year names',
  );
};
