import type { Currency } from '@accounting/kernel';
import { usualNormalBalance } from '../account-hierarchy';
import type { AccountType, NormalBalance } from '../account/events';
import type { ChartClass, ChartGroup, ChartRow } from './chart-row';
import { currentAssets } from './current-assets';
import { currentLiabilities } from './current-liabilities';
import { equity } from './equity';
import { nonCurrentAssets } from './non-current-assets';
import { nonCurrentLiabilities } from './non-current-liabilities';
import { nonOperating, special } from './non-operating';
import { operatingExpenses, operatingIncome } from './operating';

export interface ChartAccount {
  readonly code: string;
  readonly nameEnglish: string;
  readonly nameGeorgian: string;
  readonly type: AccountType;
  readonly normalBalance: NormalBalance;
  readonly parentCode: string | null;
  readonly isPostable: boolean;
  readonly isMonetary: boolean;
  readonly currency: Currency | null;
  readonly ifrsLine: string;
}

const headingOf = (
  { heading, type, normalBalance, ifrsLine }: ChartClass | ChartGroup,
  parentCode: string | null,
): ChartAccount => {
  const [code, nameEnglish, nameGeorgian] = heading;
  return {
    code,
    nameEnglish,
    nameGeorgian,
    type,
    normalBalance: normalBalance ?? usualNormalBalance(type),
    parentCode,
    isPostable: false,
    isMonetary: false,
    currency: null,
    ifrsLine,
  };
};

const accountOf = (row: ChartRow, group: ChartGroup): ChartAccount => {
  const [code, nameEnglish, nameGeorgian, exception = {}] = row;
  const type = exception.type ?? group.type;
  return {
    code,
    nameEnglish,
    nameGeorgian,
    type,
    normalBalance: exception.normalBalance ?? usualNormalBalance(type),
    parentCode: group.heading[0],
    isPostable: true,
    isMonetary: exception.isMonetary ?? group.isMonetary ?? false,
    currency: exception.currency ?? null,
    ifrsLine: exception.ifrsLine ?? group.ifrsLine,
  };
};

const accountsOf = (chartClass: ChartClass): ChartAccount[] => [
  headingOf(chartClass, null),
  ...chartClass.groups.flatMap((group) => [
    headingOf(group, chartClass.heading[0]),
    ...group.accounts.map((row) => accountOf(row, group)),
  ]),
];

/**
 * The chart that a company starts from: the 274 accounts in use in Georgia (the plan of the
 * Accounting Standards Commission with sub-accounts common in practice; no law makes it binding)
 * and 30 that IFRS 9, 15 and 16 and the tax forms need and it lacks. Parents come before their
 * children. Codes that the sources use for different things are marked where they stand.
 */
export const georgianChart: readonly ChartAccount[] = [
  currentAssets,
  nonCurrentAssets,
  currentLiabilities,
  nonCurrentLiabilities,
  equity,
  operatingIncome,
  operatingExpenses,
  nonOperating,
  special,
].flatMap(accountsOf);

/**
 * The accounts of the chart that the ledger posts to by itself. Conversion differences, of either
 * sign and at most 0.05 GEL each, go to 8240: they are exchange differences by nature (IAS 21.28),
 * belong to the same line of the statements, and one account takes both signs, as IAS 1.35 nets
 * immaterial exchange gains and losses. Each is marked in its transaction, so that 8240 can still
 * be reconciled with the revaluations.
 */
export const georgianLedgerAccountCodes = {
  conversionDifference: '8240',
  exchangeGain: '8140',
  exchangeLoss: '8240',
  retainedEarnings: '5310',
} as const;
