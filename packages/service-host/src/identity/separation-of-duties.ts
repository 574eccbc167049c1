import { reject, type CompanyId } from '@accounting/kernel';
import { errors } from '../errors';
import type { DutyRule, Trust } from './trust-bundle';

/** The rules by which one person may not do all of something alone. */
export interface SeparationOfDuties {
  /**
   * Whether in this company one person may not use both permissions on one object, in whatever
   * order. Fails with kind `unavailable` as long as the rules are not known.
   */
  areSeparate(companyId: CompanyId, first: string, second: string): boolean;
}

const joins = ({ first, second }: DutyRule, one: string, other: string): boolean =>
  (first === one && second === other) || (first === other && second === one);

/** The rules of a company: those of all that it has not disabled, and its own. */
const rulesOf = ({ duties }: Trust, companyId: CompanyId): readonly DutyRule[] => {
  const company = duties.companies.get(companyId);
  if (company === undefined) return duties.rules;
  const disabled = new Set(company.disabledRuleIds);
  return [...duties.rules.filter(({ id }) => !disabled.has(id)), ...company.addedRules];
};

/** Asks the rules that the compliance service keeps, without a call: they come with the trust. */
export const createSeparationOfDuties = (trust: () => Trust | undefined): SeparationOfDuties => {
  return {
    areSeparate: (companyId, first, second) => {
      const known = trust();
      if (known === undefined) throw reject(errors.trustUnknown);
      return rulesOf(known, companyId).some(
        (rule) => rule.scope === 'same_object' && joins(rule, first, second),
      );
    },
  };
};
