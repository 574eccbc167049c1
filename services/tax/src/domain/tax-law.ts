import type { WorkingDays } from './calendar/working-days';
import type { RuleSet } from './rule-set/rule-set';
import type { ReturnForms } from './vat-return/return-form';

/** The law as data: what every calculation of this service rests on. */
export interface TaxLaw {
  /** Which law, in which text. */
  readonly law: string;
  /** What each key in a rule's `sources` stands for. */
  readonly sources: Readonly<Record<string, string>>;
  readonly rules: RuleSet;
  readonly vatReturnForms: ReturnForms;
  readonly workingDays: WorkingDays;
}
