import { accountingCoreV1 as v1 } from '@accounting/contracts';
import type { LedgerQuery } from '../../application/account-ledger-ports';
import type {
  AccountFilter,
  ClosingEntries,
  DimensionQuery,
  DimensionType,
  ExchangeRateFilter,
  TransactionFilter,
} from '../../application/ports';
import type { TransactionStatus } from '../../application/ports';
import type { AccountType, NormalBalance } from '../../domain/account/events';
import type { FiscalPeriodChangeKind, FiscalYearChange } from '../../domain/fiscal-history';
import type { FiscalPeriodStatus } from '../../domain/fiscal-period/events';
import type { Entry, TransactionType } from '../../domain/transaction/events';

/** Says in text which value came, so that the schema behind it refuses what it does not know. */
const unknownName = (value: number): string => `unknown value ${value}`;

/** A closed list of ours and its protobuf enum, each the other's whole. */
interface EnumMapping<Name extends string, Value extends number> {
  readonly toProto: (name: Name) => Value;
  /** The name; `undefined` for what a caller left unspecified, which is 0 in every enum. */
  readonly toName: (value: Value) => string | undefined;
}

const enumMapping = <Name extends string, Value extends number>(
  values: Readonly<Record<Name, Value>>,
): EnumMapping<Name, Value> => {
  const names = new Map(Object.entries<Value>(values).map(([name, value]) => [value, name]));
  return {
    toProto: (name) => values[name],
    toName: (value) => (value === 0 ? undefined : (names.get(value) ?? unknownName(value))),
  };
};

export const accountTypes = enumMapping<AccountType, v1.AccountType>({
  asset: v1.AccountType.ASSET,
  contra_asset: v1.AccountType.CONTRA_ASSET,
  liability: v1.AccountType.LIABILITY,
  contra_liability: v1.AccountType.CONTRA_LIABILITY,
  equity: v1.AccountType.EQUITY,
  contra_equity: v1.AccountType.CONTRA_EQUITY,
  income: v1.AccountType.INCOME,
  contra_income: v1.AccountType.CONTRA_INCOME,
  expense: v1.AccountType.EXPENSE,
  contra_expense: v1.AccountType.CONTRA_EXPENSE,
});

export const normalBalances = enumMapping<NormalBalance, v1.NormalBalance>({
  debit: v1.NormalBalance.DEBIT,
  credit: v1.NormalBalance.CREDIT,
  both: v1.NormalBalance.BOTH,
});

export const accountOrders = enumMapping<AccountFilter['sort'], v1.AccountOrder>({
  code: v1.AccountOrder.CODE,
  '-code': v1.AccountOrder.CODE_DESCENDING,
  name_georgian: v1.AccountOrder.NAME_GEORGIAN,
  '-name_georgian': v1.AccountOrder.NAME_GEORGIAN_DESCENDING,
  name_english: v1.AccountOrder.NAME_ENGLISH,
  '-name_english': v1.AccountOrder.NAME_ENGLISH_DESCENDING,
});

export const transactionTypes = enumMapping<TransactionType, v1.TransactionType>({
  standard: v1.TransactionType.STANDARD,
  opening_balance: v1.TransactionType.OPENING_BALANCE,
  reversal: v1.TransactionType.REVERSAL,
  revaluation: v1.TransactionType.REVALUATION,
  year_end_closing: v1.TransactionType.YEAR_END_CLOSING,
});

export const transactionStatuses = enumMapping<TransactionStatus, v1.TransactionStatus>({
  draft: v1.TransactionStatus.DRAFT,
  approved: v1.TransactionStatus.APPROVED,
  rejected: v1.TransactionStatus.REJECTED,
  posted: v1.TransactionStatus.POSTED,
  reversed: v1.TransactionStatus.REVERSED,
});

export const transactionOrders = enumMapping<TransactionFilter['sort'], v1.TransactionOrder>({
  transaction_date: v1.TransactionOrder.TRANSACTION_DATE,
  '-transaction_date': v1.TransactionOrder.TRANSACTION_DATE_DESCENDING,
  created: v1.TransactionOrder.CREATED,
  '-created': v1.TransactionOrder.CREATED_DESCENDING,
});

export const entryOrders = enumMapping<LedgerQuery['sort'], v1.EntryOrder>({
  transaction_date: v1.EntryOrder.TRANSACTION_DATE,
  '-transaction_date': v1.EntryOrder.TRANSACTION_DATE_DESCENDING,
});

export const entrySides = enumMapping<Entry['side'], v1.EntrySide>({
  debit: v1.EntrySide.DEBIT,
  credit: v1.EntrySide.CREDIT,
});

export const closingEntries = enumMapping<ClosingEntries, v1.ClosingEntries>({
  include: v1.ClosingEntries.INCLUDE,
  exclude: v1.ClosingEntries.EXCLUDE,
});

export const dimensionTypes = enumMapping<DimensionType, v1.DimensionType>({
  counterparty_tin: v1.DimensionType.COUNTERPARTY_TIN,
  project: v1.DimensionType.PROJECT,
  cost_centre: v1.DimensionType.COST_CENTRE,
  document_reference: v1.DimensionType.DOCUMENT_REFERENCE,
});

export const dimensionOrders = enumMapping<DimensionQuery['sort'], v1.DimensionOrder>({
  dimension_value: v1.DimensionOrder.DIMENSION_VALUE,
  '-dimension_value': v1.DimensionOrder.DIMENSION_VALUE_DESCENDING,
});

export const exchangeRateOrders = enumMapping<ExchangeRateFilter['sort'], v1.ExchangeRateOrder>({
  currency: v1.ExchangeRateOrder.CURRENCY,
  '-currency': v1.ExchangeRateOrder.CURRENCY_DESCENDING,
  date: v1.ExchangeRateOrder.DATE,
  '-date': v1.ExchangeRateOrder.DATE_DESCENDING,
});

export const fiscalPeriodStatuses = enumMapping<FiscalPeriodStatus, v1.FiscalPeriodStatus>({
  open: v1.FiscalPeriodStatus.OPEN,
  closed: v1.FiscalPeriodStatus.CLOSED,
  locked: v1.FiscalPeriodStatus.LOCKED,
});

export const fiscalYearStatuses = enumMapping<'open' | 'closed', v1.FiscalYearStatus>({
  open: v1.FiscalYearStatus.OPEN,
  closed: v1.FiscalYearStatus.CLOSED,
});

export const fiscalPeriodChangeKinds = enumMapping<
  FiscalPeriodChangeKind,
  v1.FiscalPeriodChangeKind
>({
  closed: v1.FiscalPeriodChangeKind.CLOSED,
  locked: v1.FiscalPeriodChangeKind.LOCKED,
  unlocked: v1.FiscalPeriodChangeKind.UNLOCKED,
  reopened: v1.FiscalPeriodChangeKind.REOPENED,
});

export const fiscalYearChangeKinds = enumMapping<
  FiscalYearChange['change'],
  v1.FiscalYearChangeKind
>({
  closed: v1.FiscalYearChangeKind.CLOSED,
  reopened: v1.FiscalYearChangeKind.REOPENED,
});
