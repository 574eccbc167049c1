import type { AccountingDate } from '@accounting/kernel';

/**
 * How far a rule can be trusted: a public source states it, or only general knowledge or one of two
 * readings does, and an accountant has to look at it before a figure rests on it.
 */
export type RuleStatus = 'confirmed' | 'needs_accountant';

/** What the value of a rule is: a percentage, an amount in GEL, or a whole number of its unit. */
export type RuleKind = 'rate' | 'amount' | 'count';

/** A name in the two languages of the screens. */
export interface LocalizedText {
  readonly english: string;
  readonly georgian: string;
}

/** What a rule, a line or a duty rests on. */
export interface LegalBasis {
  /** The law and its article: `Tax Code, article 166`. */
  readonly article: string;
  /** Keys of the rule set's `sources`. */
  readonly sources: readonly string[];
  readonly status: RuleStatus;
}

/** A value and the days on which it is the law, both ends included. */
export interface RulePeriod {
  /** Left out where no source says when it began; it then holds for every day before. */
  readonly from?: AccountingDate | undefined;
  /** Left out while no end is known. */
  readonly until?: AccountingDate | undefined;
  /** Plain decimal text; a percentage for a rate. */
  readonly value: string;
}

/** One figure of the law with its history. */
export interface Rule extends LegalBasis {
  /** Its name in the code: `vat.standard_rate`. */
  readonly id: string;
  readonly name: LocalizedText;
  readonly kind: RuleKind;
  /** What the value counts, for readers: `percent`, `GEL`, `days`, `months`. */
  readonly unit: string;
  /** Without overlap; in any order. */
  readonly periods: readonly RulePeriod[];
}

/** A rule as a calculation used it: enough to defend the figure. */
export interface AppliedRule {
  readonly id: string;
  readonly article: string;
  readonly status: RuleStatus;
  /** The value that held on the day of the calculation. */
  readonly value: string;
}

/** A value of the law and where it is from. */
export interface Applied<Value> {
  readonly value: Value;
  readonly rule: AppliedRule;
}
