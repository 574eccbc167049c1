import { Money, reject, type AccountingDate, type Rate } from '@accounting/kernel';
import type { RuleIdOf } from '../rule-set/required-rules';
import type { Applied, AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';
import { profitTaxErrors } from './errors';
import { profitTaxObjects, type ProfitTaxObject } from './taxed-objects';

/** Which rate a payer of tax on distributed profit has. */
export type DistributedProfitPayer = 'company' | 'international_company' | 'insurer';

const rateOfPayer: Readonly<Record<DistributedProfitPayer, RuleIdOf<'rate'>>> = {
  company: 'profit.rate',
  international_company: 'profit.international_company_rate',
  insurer: 'profit.insurer_rate',
};

/** Something that may be taxed, at its market price without VAT where it is not money. */
export interface ObjectOfMonth {
  readonly object: ProfitTaxObject;
  readonly amount: Money;
}

/** What a month's profit tax is computed from. */
export interface ProfitTaxMonth {
  readonly payer: DistributedProfitPayer;
  readonly objects: readonly ObjectOfMonth[];
  /**
   * Tax that was paid before on loans and amounts which came back in this month. What was paid
   * counts, by the rate of its own day.
   */
  readonly taxOfReturned: Money;
  /** Credit that earlier months could not use. */
  readonly creditBroughtForward: Money;
  /** A day of the month. */
  readonly on: AccountingDate;
}

/** One object with its tax. */
export interface TaxedObject extends ObjectOfMonth {
  /** The amount over one less the rate; zero for what is not taxed. */
  readonly taxableAmount: Money;
  readonly tax: Money;
  readonly article: string;
}

/** A month's profit tax. */
export interface DistributedProfitTax {
  readonly objects: readonly TaxedObject[];
  /** Of all objects together. */
  readonly tax: Money;
  /** Used of what was brought forward and of what came back; at most the tax. */
  readonly creditUsed: Money;
  readonly payable: Money;
  readonly creditCarriedForward: Money;
  readonly rules: readonly AppliedRule[];
}

/** The rate of a payer on a day; refuses an insurer's before 2024 (article 309(94¹)). */
export const distributedProfitRate = (
  rules: RuleSet,
  payer: DistributedProfitPayer,
  on: AccountingDate,
): Applied<Rate> => rules.rate(rateOfPayer[payer], on);

const taxedObject = ({ object, amount }: ObjectOfMonth, rate: Rate): TaxedObject => {
  if (amount.isNegative()) throw reject(profitTaxErrors.amountNegative, { object });
  const { article, isTaxed } = profitTaxObjects[object];
  const tax = isTaxed ? rate.ofGrossUp(amount) : Money.zero(amount.currency);
  const taxableAmount = isTaxed ? amount.plus(tax) : tax;
  return { object, amount, taxableAmount, tax, article };
};

/**
 * A month's tax on distributed profit: each object over 0.85, times 15%; over 0.95, times 5%, for
 * an international company. The tax on a loan or an amount that came back is credited, and what the
 * month cannot use is carried on. Source: Tax Code of Georgia, articles 97, 98 and 23.
 */
export const distributedProfitTax = (
  rules: RuleSet,
  { payer, objects, taxOfReturned, creditBroughtForward, on }: ProfitTaxMonth,
): DistributedProfitTax => {
  if (taxOfReturned.isNegative() || creditBroughtForward.isNegative()) {
    throw reject(profitTaxErrors.amountNegative);
  }
  const { value: rate, rule } = distributedProfitRate(rules, payer, on);
  const taxed = objects.map((object) => taxedObject(object, rate));
  const tax = Money.sum(taxed.map((object) => object.tax));
  const credit = creditBroughtForward.plus(taxOfReturned);
  const creditUsed = credit.compare(tax) > 0 ? tax : credit;
  return {
    objects: taxed,
    ...{ tax, creditUsed, payable: tax.minus(creditUsed) },
    creditCarriedForward: credit.minus(creditUsed),
    rules: [rule],
  };
};
