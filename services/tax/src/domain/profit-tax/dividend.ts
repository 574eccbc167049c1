import { Money, reject, type AccountingDate } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';
import { distributedProfitRate, type DistributedProfitPayer } from './distributed-profit';
import { profitTaxErrors } from './errors';

/** Who receives a dividend. */
export type DividendRecipient = 'individual_or_non_resident' | 'georgian_enterprise';

/** What becomes of a dividend. */
export interface DividendTaxes {
  /** Paid by the company besides the dividend. */
  readonly profitTax: Money;
  /** Taken of the dividend. */
  readonly withheld: Money;
  readonly paidOut: Money;
  readonly rules: readonly AppliedRule[];
}

/**
 * Profit tax on a dividend that is declared, and the tax withheld from it. A dividend to a Georgian
 * enterprise is neither distributed profit nor taxed at source. Source: Tax Code of Georgia,
 * articles 97, 98¹(2) and 130.
 */
export const dividendTaxes = (
  rules: RuleSet,
  {
    dividend,
    payer,
    recipient,
    on,
  }: {
    readonly dividend: Money;
    readonly payer: DistributedProfitPayer;
    readonly recipient: DividendRecipient;
    readonly on: AccountingDate;
  },
): DividendTaxes => {
  if (dividend.isNegative()) throw reject(profitTaxErrors.amountNegative);
  if (recipient === 'georgian_enterprise') {
    const nothing = Money.zero(dividend.currency);
    return { profitTax: nothing, withheld: nothing, paidOut: dividend, rules: [] };
  }
  const profit = distributedProfitRate(rules, payer, on);
  const source = rules.rate('withholding.dividend_rate', on);
  const withheld = source.value.ofNet(dividend);
  return {
    profitTax: profit.value.ofGrossUp(dividend),
    withheld,
    paidOut: dividend.minus(withheld),
    rules: [profit.rule, source.rule],
  };
};
