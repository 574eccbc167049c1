import type { WorkingDays } from './calendar/working-days';
import type { Form30Law } from './form-30/form-30-law';
import type { RuleSet } from './rule-set/rule-set';
import type { Duties } from './tax-calendar/duties';
import type { ReturnForms } from './vat-return/return-form';

/** The law as data: what every calculation of this service rests on. */
export interface TaxLaw {
  /** Which law, in which text. */
  readonly law: string;
  /** What each key in a rule's `sources` stands for. */
  readonly sources: Readonly<Record<string, string>>;
  readonly rules: RuleSet;
  readonly vatReturnForms: ReturnForms;
  readonly form30: Form30Law;
  readonly duties: Duties;
  readonly workingDays: WorkingDays;
}
