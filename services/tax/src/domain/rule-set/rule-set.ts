import { invariant, Money, Rate, reject, type AccountingDate } from '@accounting/kernel';
import { ruleErrors } from './errors';
import { requiredRules, type RuleIdOf } from './required-rules';
import type { Applied, AppliedRule, Rule, RuleKind, RulePeriod } from './rule';

/** A period with its value read once, so that a calculation costs no parsing. */
interface ReadPeriod {
  readonly from: string;
  readonly until: string;
  readonly applied: Applied<Rate | Money | number>;
}

const beginningOfTime = '0001-01-01';
const endOfTime = '9999-12-31';
const wholeNumber = /^\d{1,9}$/;

const readValue = (kind: RuleKind, text: string): Rate | Money | number => {
  switch (kind) {
    case 'rate':
      return Rate.percent(text);
    case 'amount':
      return Money.of(text);
    case 'count':
      invariant(wholeNumber.test(text), `"${text}" is a whole number`);
      return Number(text);
  }
};

const readPeriod = (rule: Rule, { from, until, value }: RulePeriod): ReadPeriod => {
  const { id, article, status } = rule;
  const period = { from: from ?? beginningOfTime, until: until ?? endOfTime };
  invariant(period.from <= period.until, `the period of ${id} from ${period.from} has days`);
  const applied: AppliedRule = { id, article, status, value };
  return { ...period, applied: { value: readValue(rule.kind, value), rule: applied } };
};

const readRule = (rule: Rule): readonly ReadPeriod[] => {
  const periods = rule.periods
    .map((period) => readPeriod(rule, period))
    .sort((one, other) => (one.from < other.from ? -1 : 1));
  periods.forEach((period, index) => {
    const next = periods[index + 1];
    invariant(
      next === undefined || period.until < next.from,
      `no two periods of ${rule.id} have a day in common`,
    );
  });
  return periods;
};

/**
 * The figures of the law on any day: rates, thresholds, limits and numbers of days, each with its
 * article. Immutable. Built from data, so that a new rate is a line of data with its first day.
 */
export class RuleSet {
  private readonly periods: ReadonlyMap<string, readonly ReadPeriod[]>;

  /**
   * Throws when a rule that the code asks for is missing or of another kind, when a value cannot be
   * read, and when two periods of a rule overlap: such a rule set must not be used at all.
   */
  constructor(
    /** Names this edition of the rules: the day on which it was checked. */
    readonly version: string,
    readonly rules: readonly Rule[],
  ) {
    this.periods = new Map(rules.map((rule) => [rule.id, readRule(rule)]));
    invariant(this.periods.size === rules.length, 'every rule of a rule set has an id of its own');
    const kinds = new Map(rules.map(({ id, kind }) => [id, kind]));
    for (const [id, kind] of Object.entries(requiredRules)) {
      invariant(kinds.get(id) === kind, `the rule set has ${id}, of the kind ${kind}`);
    }
  }

  /** The rate in force on a day; refuses a day for which the rules know none. */
  rate(id: RuleIdOf<'rate'>, on: AccountingDate): Applied<Rate> {
    return this.find(id, on) as Applied<Rate>;
  }

  /** The amount in GEL in force on a day; refuses a day for which the rules know none. */
  amount(id: RuleIdOf<'amount'>, on: AccountingDate): Applied<Money> {
    return this.find(id, on) as Applied<Money>;
  }

  /** The number in force on a day; refuses a day for which the rules know none. */
  count(id: RuleIdOf<'count'>, on: AccountingDate): Applied<number> {
    return this.find(id, on) as Applied<number>;
  }

  private find(id: string, on: AccountingDate): Applied<Rate | Money | number> {
    // The constructor has seen every rule that can be asked for.
    const periods = this.periods.get(id) as readonly ReadPeriod[];
    const period = periods.find(({ from, until }) => from <= on && on <= until);
    if (period === undefined) throw reject(ruleErrors.notInForce, { rule: id, date: on });
    return period.applied;
  }
}
