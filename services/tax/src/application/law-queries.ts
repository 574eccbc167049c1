import type { AccountingDate } from '@accounting/kernel';
import type { LocalizedText, Rule } from '../domain/rule-set/rule';
import type { TaxLaw } from '../domain/tax-law';

/** A rule with the value that is in force on the day asked for. */
export interface RuleOnDate extends Omit<Rule, 'periods'> {
  /** Left out where no rule is in force on that day. */
  readonly value?: string;
  readonly periods: Rule['periods'];
}

/** The rule set as readers see it. */
export interface RuleSetView {
  readonly version: string;
  readonly law: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly rules: readonly RuleOnDate[];
}

/** A public holiday. */
export interface Holiday {
  readonly date: AccountingDate;
  readonly name: LocalizedText;
}

/** What the law says, for people who want to check a figure. */
export interface LawQueries {
  /** Every rule with its history, and its value on a day. */
  rulesOn(on: AccountingDate): RuleSetView;
  /** The public holidays of a calendar year in their order. */
  holidaysOf(year: number): readonly Holiday[];
}

const onDate = (rule: Rule, on: AccountingDate): RuleOnDate => {
  const current = rule.periods.find(
    ({ from, until }) => (from === undefined || from <= on) && (until === undefined || on <= until),
  );
  return { ...rule, ...(current && { value: current.value }) };
};

/** The queries on one edition of the law. */
export const createLawQueries = ({ law, sources, rules, workingDays }: TaxLaw): LawQueries => ({
  rulesOn: (on) => ({
    version: rules.version,
    ...{ law, sources },
    rules: rules.rules.map((rule) => onDate(rule, on)),
  }),
  holidaysOf: (year) => [...workingDays.holidaysOf(year)].map(([date, name]) => ({ date, name })),
});
