import {
  AccountingDate,
  AccountingMonth,
  Currency,
  DomainError,
  ExchangeRate,
  type ActorId,
  type Instant,
  type CommandMetadata,
} from '@accounting/kernel';
import type { AccountId } from '../../src/domain/account/account-id';
import type { AccountTotals } from '../../src/domain/account-totals';
import type { AccountType } from '../../src/domain/account/events';
import { georgianChart } from '../../src/domain/chart-of-accounts/georgian-chart';
import type { FiscalPeriodStatus } from '../../src/domain/fiscal-period/events';
import type { LedgerReference, ReferenceAccount } from '../../src/domain/ledger-reference';
import type { FourEyesPolicy, LedgerAccounts } from '../../src/domain/ledger-settings/events';
import type { KnownRates, PostNewTransaction } from '../../src/domain/transaction/commands';
import type { Entry, TransactionContent } from '../../src/domain/transaction/events';
import type { EntryInput, TransactionInput } from '../../src/domain/transaction/input';
import type { TransactionId } from '../../src/domain/transaction/transaction-id';

/** Noon in Tbilisi on a Sunday. */
export const now = '2026-11-22T08:00:00.000Z' as Instant;

export const by = (actor: string, at: string = now): CommandMetadata => ({
  actorId: actor as ActorId,
  now: at as Instant,
});

/** The identity that the fixtures give to the account of a code of digits. */
export const idOf = (code: string): AccountId =>
  `00000000-0000-7000-8000-${code.padStart(12, '0')}` as AccountId;

export const transactionId = (number: number): TransactionId =>
  `00000000-0001-7000-8000-${String(number).padStart(12, '0')}` as TransactionId;

const chartAccounts: readonly ReferenceAccount[] = georgianChart.map((account) => ({
  accountId: idOf(account.code),
  code: account.code,
  type: account.type,
  normalBalance: account.normalBalance,
  parentAccountId: account.parentCode === null ? null : idOf(account.parentCode),
  isPostable: account.isPostable,
  isMonetary: account.isMonetary,
  isActive: true,
  currency: account.currency,
}));

export const accountFixture = (
  code: string,
  type: AccountType,
  changes: Partial<ReferenceAccount> = {},
): ReferenceAccount => ({
  accountId: idOf(code),
  code,
  type,
  normalBalance: 'debit',
  parentAccountId: null,
  isPostable: true,
  isMonetary: false,
  isActive: true,
  currency: null,
  ...changes,
});

export const chartLedgerAccounts: LedgerAccounts = {
  conversionDifference: idOf('8240'),
  exchangeGain: idOf('8140'),
  exchangeLoss: idOf('8240'),
  retainedEarnings: idOf('5310'),
};

interface LedgerChanges {
  /** Replace accounts of the Georgian chart by code, or come on top of it. */
  readonly accounts?: readonly ReferenceAccount[];
  /** Changes by code to accounts of the chart. */
  readonly changes?: Readonly<Record<string, Partial<ReferenceAccount>>>;
  readonly periods?: Readonly<Record<string, FiscalPeriodStatus>>;
  readonly closedYears?: readonly number[];
  readonly fourEyes?: FourEyesPolicy;
  readonly ledgerAccounts?: LedgerAccounts | undefined;
}

/** A company on the Georgian chart with every period open, but for what a test is about. */
export const ledgerFixture = (changes: LedgerChanges = {}): LedgerReference => {
  const all = [...chartAccounts, ...(changes.accounts ?? [])].map((account) => ({
    ...account,
    ...changes.changes?.[account.code],
  }));
  return ledgerOf(all, changes);
};

/** A company with these accounts only. */
export const ledgerOf = (
  accounts: readonly ReferenceAccount[],
  changes: LedgerChanges = {},
): LedgerReference => {
  const byId = new Map(accounts.map((account) => [account.accountId, account]));
  const byCode = new Map(accounts.map((account) => [account.code, account]));
  const periods = new Map(Object.entries(changes.periods ?? {}));
  return {
    version: 1,
    accountById: (accountId) => byId.get(accountId),
    accountByCode: (code) => byCode.get(code),
    accounts: () => byId.values(),
    periodStatus: (period) => periods.get(period) ?? 'open',
    closedYears: changes.closedYears ?? [],
    ledgerAccounts: 'ledgerAccounts' in changes ? changes.ledgerAccounts : chartLedgerAccounts,
    fourEyes: changes.fourEyes ?? { required: true },
  };
};

/** Every month of a year in one status. */
export const wholeYear = (
  year: number,
  status: FiscalPeriodStatus,
): Readonly<Record<string, FiscalPeriodStatus>> =>
  Object.fromEntries(AccountingMonth.ofYear(year).map((period) => [period, status]));

/** Rates of one day: that of the fixtures' transactions unless said otherwise. */
export const ratesOf = (rates: Readonly<Record<string, string>>, date = '2026-11-20'): KnownRates =>
  new Map(
    Object.entries(rates).map(([currency, rate]) => [
      currency as Currency,
      { rate: ExchangeRate.of(rate), date: AccountingDate.of(date) },
    ]),
  );

export const debit = (accountCode: string, amount: string, more: EntryInput = {}): EntryInput => ({
  accountCode,
  debit: amount,
  ...more,
});

export const credit = (accountCode: string, amount: string, more: EntryInput = {}): EntryInput => ({
  accountCode,
  credit: amount,
  ...more,
});

/** A sale on account of 100.00 GEL, but for what a test is about. */
export const inputFixture = (changes: Partial<TransactionInput> = {}): TransactionInput => ({
  transactionDate: '2026-11-20',
  description: 'Sale of goods',
  entries: [debit('1410', '100.00'), credit('6110', '100.00')],
  ...changes,
});

export const postNew = (
  changes: Partial<TransactionInput> = {},
  { ledger = ledgerFixture(), rates = ratesOf({}), actor = 'nino' } = {},
): PostNewTransaction => ({
  type: 'PostNewTransaction',
  data: { transactionId: transactionId(1), input: inputFixture(changes) },
  ledger,
  rates,
  metadata: by(actor),
});

export const entryFixture = (
  code: string,
  side: 'debit' | 'credit',
  changes: Partial<Entry> & { readonly amount: string },
): Entry => {
  const account = chartAccounts.find((candidate) => candidate.code === code);
  return {
    accountId: idOf(code),
    accountCode: code,
    accountType: account?.type ?? 'asset',
    side,
    currency: Currency.GEL,
    exchangeRate: '1',
    amountGel: changes.amount,
    ...changes,
  };
};

/** The content of `inputFixture`. */
export const contentFixture = (changes: Partial<TransactionContent> = {}): TransactionContent => ({
  transactionId: transactionId(1),
  transactionDate: AccountingDate.of('2026-11-20'),
  transactionType: 'standard',
  description: 'Sale of goods',
  entries: [
    entryFixture('1410', 'debit', { amount: '100.00' }),
    entryFixture('6110', 'credit', { amount: '100.00' }),
  ],
  totalGel: '100.00',
  ...changes,
});

/** Sums of one account in one currency; the GEL sums are those of the currency unless given. */
export const totalsOf = (
  code: string,
  sums: Partial<Omit<AccountTotals, 'accountId' | 'currency'>> & { readonly currency?: string },
): AccountTotals => {
  const { debit: debits = '0', credit: credits = '0', currency = 'GEL' } = sums;
  return {
    accountId: idOf(code),
    currency: currency as Currency,
    debit: debits,
    credit: credits,
    debitGel: sums.debitGel ?? debits,
    creditGel: sums.creditGel ?? credits,
  };
};

/** The refusal that something ends in. */
export const refusalOf = (attempt: () => unknown): DomainError => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
};

/** The code of the refusal, without the name of the service. */
export const reasonOf = (attempt: () => unknown): string =>
  refusalOf(attempt).code.replace('accounting-core.', '');

/** Every mistake reported, as `field reason`. */
export const mistakesOf = (attempt: () => unknown): string[] =>
  refusalOf(attempt).violations.map(
    ({ field, code }) => `${field} ${code.replace('accounting-core.', '')}`,
  );
