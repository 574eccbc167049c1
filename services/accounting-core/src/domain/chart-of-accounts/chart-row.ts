import type { Currency } from '@accounting/kernel';
import type { AccountType, NormalBalance } from '../account/events';

/** Code, English name, Georgian name. */
type Named = readonly [code: string, nameEnglish: string, nameGeorgian: string];

/** What an account has that its group has not. */
export interface ChartException {
  readonly type?: AccountType;
  readonly normalBalance?: NormalBalance;
  readonly ifrsLine?: string;
  readonly isMonetary?: boolean;
  readonly currency?: Currency;
}

export type ChartRow = Named | readonly [...Named, ChartException];

/** What a heading says of itself and, unless they say otherwise, of the accounts below it. */
interface Heading {
  readonly heading: Named;
  readonly type: AccountType;
  /** The usual side of the type unless said otherwise; only of the heading itself. */
  readonly normalBalance?: NormalBalance;
  readonly ifrsLine: string;
}

export interface ChartGroup extends Heading {
  /**
   * Whether its accounts are money, or are received or paid in fixed units of currency (IAS
   * 21.16): cash, receivables, payables, loans, debt securities, taxes, employee benefits paid in
   * cash. Not so are advances and prepayments (settled in goods and services, IFRIC 22), shares,
   * inventories, fixed assets, deferred tax and income, equity. Where an account may hold both
   * kinds, as 1310, it is not: what is revalued by mistake is harder to find than what is not.
   */
  readonly isMonetary?: true;
  readonly accounts: readonly ChartRow[];
}

export interface ChartClass extends Heading {
  readonly groups: readonly ChartGroup[];
}
