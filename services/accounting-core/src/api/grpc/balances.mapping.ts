import type { accountingCoreV1 as v1 } from '@accounting/contracts';
import type { AccountBalance } from '../../application/balance-queries';
import type { DimensionTotals, Page } from '../../application/ports';
import type { RevaluationReceipt } from '../../application/revaluation-use-cases';
import type { TrialBalanceRow, TrialBalanceView } from '../../application/trial-balance-query';
import { accountTypes, closingEntries, dimensionOrders, dimensionTypes } from './enums.mapping';
import { fieldsOf, pageFields, withoutNulls } from './messages.mapping';

const accountBalance = ({ type, currencies, ...balance }: AccountBalance) => ({
  ...balance,
  accountType: accountTypes.toProto(type),
  currencies: [...currencies],
});

export const accountBalanceReply = (balance: AccountBalance) => ({
  balance: accountBalance(balance),
});

export const balanceList = ({
  asOf,
  balances,
}: {
  readonly asOf: string | null;
  readonly balances: readonly AccountBalance[];
}) => ({ ...withoutNulls({ asOf }), balances: balances.map(accountBalance) });

const trialBalanceRow = ({
  accountId,
  accountCode,
  nameEnglish,
  nameGeorgian,
  type,
  ...figures
}: TrialBalanceRow) => ({
  accountId,
  accountCode,
  nameEnglish,
  nameGeorgian,
  accountType: accountTypes.toProto(type),
  figures,
});

export const trialBalance = ({ rows, totals, ...range }: TrialBalanceView) => ({
  ...withoutNulls(range),
  rows: rows.map(trialBalanceRow),
  totals,
});

/** The fields of a request that says whether year-end closings count. */
export const closingFields = <
  Request extends v1.GetBalancesRequest | v1.GetAccountBalanceRequest | v1.GetTrialBalanceRequest,
>(
  request: Request,
) => ({ ...fieldsOf(request), closingEntries: closingEntries.toName(request.closingEntries) });

export const dimensionFields = (request: v1.ListDimensionBalancesRequest) => ({
  ...fieldsOf(request),
  ...pageFields(request),
  dimensionType: dimensionTypes.toName(request.dimensionType),
  sort: dimensionOrders.toName(request.sort),
});

type DimensionBalance = DimensionTotals & { readonly accountCode: string };

export const dimensionPage = ({ items, next = '' }: Page<DimensionBalance>) => ({
  balances: items.map((item) => ({
    ...item,
    dimensionType: dimensionTypes.toProto(item.dimensionType),
  })),
  next,
});

type NamedSince = 'laterRevaluations';

/** An answer that an earlier version kept under its idempotency key names no later days. */
export const revaluationReceipt = ({
  laterRevaluations = [],
  ...posted
}: Omit<RevaluationReceipt, NamedSince> & Partial<Pick<RevaluationReceipt, NamedSince>>) => ({
  ...withoutNulls(posted),
  laterRevaluations: [...laterRevaluations],
});
