import {
  AccountingDate,
  AccountingMonth,
  Money,
  reject,
  type ActorId,
  type Instant,
} from '@accounting/kernel';
import { entriesToZero, resultPositions, type ResultPosition } from './closing-entries';
import type { FiscalPeriodLocked } from './fiscal-period/events';
import type { CloseFiscalYear } from './fiscal-year/commands';
import { errors } from './fiscal-year/errors';
import type { FiscalYearClosed } from './fiscal-year/events';
import type { FiscalYear } from './fiscal-year/state';
import { requireLedgerAccount } from './ledger-account';
import { gelEntry } from './ledger-entry';
import type { LedgerReference } from './ledger-reference';
import { closedYearAfter } from './posting-period';
import { areWithinLimits, sumGel } from './prepared-content';
import type { TransactionPosted } from './transaction/events';

/** Everything that closing a year records, in one commit. */
export interface YearClosing {
  readonly closed: FiscalYearClosed;
  /** For the stream of `closingTransactionId`; absent without income and expenses. */
  readonly posted: TransactionPosted | undefined;
  /** One for the stream of each month that is not locked yet. */
  readonly locked: readonly FiscalPeriodLocked[];
}

/**
 * Closes income and expenses into retained earnings as at 31 December (IAS 1.54(r), 1.106(d)) and
 * locks the twelve months. The result goes to retained earnings directly: 5330, the result of the
 * period, is a line of the statements that the open income and expense accounts add up to, and
 * would hold the same sum twice.
 */
export const closeFiscalYear = (
  { data, metadata, ledger }: CloseFiscalYear,
  state: FiscalYear,
): YearClosing => {
  const { year, closingTransactionId } = data;
  requireFiscalYear(year, metadata.now);
  requireOver(year, metadata.now);
  if (state.status === 'closed') throw reject(errors.alreadyClosed, { year });
  requireLaterYearsOpen(year, ledger);
  requireClosedPeriods(year, ledger);
  requireEarlierYearsClosed(data, ledger);
  const positions = resultPositions(data.totals, ledger);
  const profit = Money.sum(positions.map(({ amountGel }) => amountGel)).negated();
  const { actorId } = metadata;
  const hasResult = positions.length > 0;
  return {
    closed: {
      type: 'FiscalYearClosed',
      data: {
        year,
        closedBy: actorId,
        ...(hasResult ? { closingTransactionId } : {}),
        profitGel: profit.toString(),
      },
    },
    posted: hasResult
      ? closingTransaction({ data, positions, profit, ledger, actorId })
      : undefined,
    locked: AccountingMonth.ofYear(year)
      .filter((period) => ledger.periodStatus(period) !== 'locked')
      .map((period) => ({ type: 'FiscalPeriodLocked', data: { period, lockedBy: actorId } })),
  };
};

/** Throws unless the year is one that books can have been kept in. */
export const requireFiscalYear = (year: number, now: Instant): void => {
  const thisYear = AccountingDate.yearOf(AccountingDate.ofInstant(now));
  if (Number.isInteger(year) && year >= 1995 && year <= thisYear) return;
  throw reject(errors.yearInvalid, { field: 'year' });
};

const requireOver = (year: number, now: Instant): void => {
  const lastDay = lastDayOf(year);
  if (AccountingDate.ofInstant(now) > lastDay) return;
  throw reject(
    errors.notOver,
    { field: 'year', year, lastDay },
    `The year ${year} is not over in Tbilisi; it can be closed after ${lastDay}.`,
  );
};

/** A closed year rests on the balances of the years before it. */
export const requireLaterYearsOpen = (year: number, ledger: LedgerReference): void => {
  const laterYear = closedYearAfter(year, ledger);
  if (laterYear === undefined) return;
  throw reject(
    errors.laterYearClosed,
    { year, laterYear },
    `The year ${laterYear} is closed; reopen it first.`,
  );
};

const requireClosedPeriods = (year: number, ledger: LedgerReference): void => {
  const periods = AccountingMonth.ofYear(year).filter(
    (period) => ledger.periodStatus(period) === 'open',
  );
  if (periods.length === 0) return;
  throw reject(
    errors.periodsOpen,
    { year, periods },
    `The year ${year} has open months (${periods.join(', ')}); close them first.`,
  );
};

/**
 * Balances run on from year to year, so what an earlier year left open would be closed with this.
 */
const requireEarlierYearsClosed = (
  { year, totalsBefore }: CloseFiscalYear['data'],
  ledger: LedgerReference,
): void => {
  const left = resultPositions(totalsBefore, ledger);
  if (left.length === 0) return;
  throw reject(
    errors.earlierYearOpen,
    { year, accounts: left.slice(0, accountsShownMax).map(({ account }) => account.code) },
    `Income or expenses from before ${year} are not closed; close the year ${year - 1} first.`,
  );
};

const accountsShownMax = 20;

interface ClosingParts {
  readonly data: CloseFiscalYear['data'];
  readonly positions: readonly ResultPosition[];
  readonly profit: Money;
  readonly ledger: LedgerReference;
  readonly actorId: ActorId;
}

const closingTransaction = (parts: ClosingParts): TransactionPosted => {
  const { data, positions, profit, ledger, actorId } = parts;
  const { year, closingTransactionId } = data;
  const entries = positions.flatMap(entriesToZero);
  if (!profit.isZero()) {
    const account = requireLedgerAccount(ledger, 'retainedEarnings');
    entries.push(gelEntry(account, profit.isPositive() ? 'credit' : 'debit', profit.absolute()));
  }
  if (!areWithinLimits(entries)) {
    throw reject(
      errors.closingTooLarge,
      { year },
      `The closing of the year ${year} would have an amount of more than 17 digits before the ` +
        'point, which the books cannot hold; correct what was posted.',
    );
  }
  return {
    type: 'TransactionPosted',
    data: {
      transactionId: closingTransactionId,
      transactionDate: lastDayOf(year),
      transactionType: 'year_end_closing',
      description: `${year} წლის დახურვა / Closing of the year ${year}`,
      entries,
      totalGel: sumGel(entries, 'debit').toString(),
      createdBy: actorId,
      postedBy: actorId,
    },
  };
};

const lastDayOf = (year: number): AccountingDate => AccountingDate.of(`${year}-12-31`);
