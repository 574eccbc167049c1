import { exhaustive } from '@accounting/kernel';
import type { DutyRule } from '../separation-of-duties';
import type { CompanyDutiesEvent } from './events';

export interface CompanyDuties {
  readonly ownRules: readonly DutyRule[];
  /** Of general and own rules. */
  readonly disabledRuleIds: readonly string[];
}

export const initialState = (): CompanyDuties => ({ ownRules: [], disabledRuleIds: [] });

export const evolve = (
  duties: CompanyDuties,
  { type, data }: CompanyDutiesEvent,
): CompanyDuties => {
  const { ownRules, disabledRuleIds } = duties;
  switch (type) {
    case 'DutyRuleAdded': {
      const { ruleId, first, second, scope } = data;
      return { ...duties, ownRules: [...ownRules, { ruleId, first, second, scope }] };
    }
    case 'DutyRuleDisabled':
      return { ...duties, disabledRuleIds: [...disabledRuleIds, data.ruleId] };
    case 'DutyRuleEnabled':
      return { ...duties, disabledRuleIds: disabledRuleIds.filter((id) => id !== data.ruleId) };
    default:
      return exhaustive(type);
  }
};
