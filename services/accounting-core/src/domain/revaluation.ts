import {
  Currency,
  ExchangeRate,
  invariant,
  Money,
  reject,
  type AccountingDate,
} from '@accounting/kernel';
import { positionOf, type AccountTotals } from './account-totals';
import { requireLedgerAccount } from './ledger-account';
import { gelEntry, ledgerEntry } from './ledger-entry';
import type { LedgerReference, ReferenceAccount } from './ledger-reference';
import { areWithinLimits, sumGel } from './prepared-content';
import { rateOnDate } from './rate-on-date';
import type { KnownRates } from './transaction/commands';
import { errors } from './transaction/errors';
import type { Entry, TransactionContent } from './transaction/events';
import type { TransactionId } from './transaction/transaction-id';
import { ViolationList } from './violation-list';

export interface RevaluationRequest {
  readonly transactionId: TransactionId;
  readonly asOf: AccountingDate;
  /** Sums of every account up to and including that day; those in GEL are passed over. */
  readonly totals: Iterable<AccountTotals>;
  /** Closing rates of that day. */
  readonly rates: KnownRates;
  readonly ledger: LedgerReference;
}

/** A foreign balance whose value in GEL is not what the closing rate makes of it. */
interface Difference {
  readonly account: ReferenceAccount;
  readonly zeroAmount: Money;
  readonly rate: ExchangeRate;
  /** Positive where the debit balance gains value. */
  readonly difference: Money;
}

/**
 * Values monetary items at the closing rate and takes the differences to profit or loss (IAS 21.23
 * and 21.28): one gain and one loss for each currency, not netted. Non-monetary items keep the rate
 * of their day, advances among them (IFRIC 22). Done twice on one date, the second finds nothing to
 * do; `undefined` says so.
 */
export const revalueForeignBalances = (
  request: RevaluationRequest,
): TransactionContent | undefined => {
  const differences = findDifferences(request);
  if (differences.length === 0) return undefined;
  const entries = differences.map(entryOf);
  const currencies = new Set(differences.map(({ zeroAmount }) => zeroAmount.currency));
  for (const currency of currencies) {
    const ofCurrency = differences.filter(({ zeroAmount }) => zeroAmount.currency === currency);
    entries.push(...resultEntries(ofCurrency, currency, request.ledger));
  }
  const { transactionId, asOf } = request;
  if (!areWithinLimits(entries)) throw reject(errors.revaluationTooLarge, { date: asOf });
  return {
    transactionId,
    transactionDate: asOf,
    transactionType: 'revaluation',
    description: `სავალუტო ნაშთების გადაფასება ${asOf} / Revaluation of foreign balances`,
    entries,
    totalGel: sumGel(entries, 'debit').toString(),
  };
};

const findDifferences = ({ asOf, totals, rates, ledger }: RevaluationRequest): Difference[] => {
  const differences: Difference[] = [];
  for (const row of totals) {
    if (row.currency === Currency.GEL) continue;
    const account = ledger.accountById(row.accountId);
    invariant(account !== undefined, 'a balance belongs to an account');
    if (!account.isMonetary) continue;
    const { amount, amountGel } = positionOf(row);
    // What is settled in full may leave a difference in GEL; its currency may have no rate any
    // more.
    const rate = amount.isZero() ? ExchangeRate.one : closingRate(rates, row.currency, asOf);
    const difference = rate.convert(amount, Currency.GEL).minus(amountGel);
    if (difference.isZero()) continue;
    differences.push({ account, zeroAmount: Money.zero(row.currency), rate, difference });
  }
  return differences.sort(byCodeAndCurrency);
};

const byCodeAndCurrency = (one: Difference, other: Difference): number => {
  const [first, second] = [one, other].map(
    ({ account, zeroAmount }) => `${account.code} ${zeroAmount.currency}`,
  );
  return String(first) < String(second) ? -1 : 1;
};

const closingRate = (rates: KnownRates, currency: Currency, asOf: AccountingDate): ExchangeRate => {
  const rate = rateOnDate(rates, currency, asOf);
  if (rate instanceof ExchangeRate) return rate;
  throw reject(rate.error, { ...rate.details }, `${rate.reason}; record the rate first.`);
};

/** Changes the value in GEL and leaves the foreign amount as it is. */
const entryOf = ({ account, zeroAmount, rate, difference }: Difference): Entry =>
  ledgerEntry(account, difference.isPositive() ? 'debit' : 'credit', {
    amount: zeroAmount,
    amountGel: difference.absolute(),
    rate,
  });

const resultEntries = (
  differences: readonly Difference[],
  currency: Currency,
  ledger: LedgerReference,
): Entry[] => {
  const all = differences.map(({ difference }) => difference);
  const gain = Money.sum(all.filter((difference) => difference.isPositive()));
  const loss = Money.sum(all.filter((difference) => difference.isNegative())).absolute();
  const results: Entry[] = [];
  if (gain.isPositive()) {
    const account = requireLedgerAccount(ledger, 'exchangeGain');
    results.push(gelEntry(account, 'credit', gain, currency));
  }
  if (loss.isPositive()) {
    const account = requireLedgerAccount(ledger, 'exchangeLoss');
    results.push(gelEntry(account, 'debit', loss, currency));
  }
  return results;
};

/**
 * Throws when an account cannot take its difference. It held the balance on that day, so it is not
 * passed over; but the difference would stay on it until a later revaluation finds the balance
 * cleared, and an account that is inactive, or restricted to another currency, has nothing from
 * today on. So the refusal says how each is opened, brought back to zero and shut again.
 */
export const requireRevaluable = (
  { entries, transactionDate }: TransactionContent,
  ledger: LedgerReference,
): void => {
  const violations = new ViolationList();
  for (const [index, { accountId, currency }] of entries.entries()) {
    const account = ledger.accountById(accountId);
    invariant(account !== undefined, 'a revaluation is made of accounts of the ledger');
    const obstacle = revaluationObstacle(account, currency);
    if (obstacle === undefined) continue;
    const { error, state, open, shut } = obstacle;
    violations.add(
      `entries[${index}].accountId`,
      error,
      `Account ${account.code} ${state}, but what it held in ${currency} on ${transactionDate} ` +
        `has to be revalued: ${open}, revalue this date and then a later one on which that is ` +
        `cleared, which takes the difference back, and ${shut} again.`,
    );
  }
  violations.throwIfAny(errors.referencesInvalid);
};

const revaluationObstacle = (account: ReferenceAccount, currency: Currency) => {
  if (!account.isActive) {
    return {
      error: errors.accountInactive,
      state: 'is inactive',
      open: 'reactivate it',
      shut: 'deactivate it',
    };
  }
  if (account.currency !== null && account.currency !== currency) {
    return {
      error: errors.accountCurrency,
      state: `takes entries in ${account.currency} only`,
      open: 'lift the restriction',
      shut: 'restrict it',
    };
  }
  return undefined;
};
