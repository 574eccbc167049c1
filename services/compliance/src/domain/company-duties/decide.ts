import { exhaustive, reject, type Decider } from '@accounting/kernel';
import { requireAdministrator } from '../granting';
import { actorIn } from '../organisation';
import { isKnownPermission } from '../role/permission-catalogue';
import {
  comparedOnOneObject,
  fourEyesRuleId,
  generalDutyRule,
  generalDutyRules,
  type DutyRule,
} from '../separation-of-duties';
import { isReason } from '../text-limits';
import { mistakeUnless, requireNoMistakes, type Mistake } from '../violations';
import type {
  AddDutyRule,
  CompanyDutiesCommand,
  DisableDutyRule,
  EnableDutyRule,
} from './commands';
import { errors } from './errors';
import type { CompanyDutiesEvent } from './events';
import { evolve, initialState, type CompanyDuties } from './state';

const decide = (
  command: CompanyDutiesCommand,
  duties: CompanyDuties,
): readonly CompanyDutiesEvent[] => {
  switch (command.type) {
    case 'AddDutyRule':
      return addRule(command, duties);
    case 'DisableDutyRule':
      return disableRule(command, duties);
    case 'EnableDutyRule':
      return enableRule(command, duties);
    default:
      return exhaustive(command);
  }
};

export const companyDutiesDecider: Decider<
  CompanyDutiesCommand,
  CompanyDutiesEvent,
  CompanyDuties
> = { initialState, decide, evolve };

const ownRulesMax = 100;

const keepsApart = (one: DutyRule, other: DutyRule): boolean =>
  one.scope === other.scope &&
  [one.first, one.second].sort().join(' ') === [other.first, other.second].sort().join(' ');

/** A rule that nobody enforces would only look like a control. */
const scopeMistakes = ({ first, second, scope }: DutyRule): readonly Mistake[] => {
  const isCompared = comparedOnOneObject.some(
    (pair) => pair.includes(first) && pair.includes(second),
  );
  if (scope === 'person' || isCompared) return [];
  const possible = comparedOnOneObject.map((pair) => pair.join(' and ')).join('; ');
  const message =
    `No service compares who used these two on one object, only ${possible}. ` +
    'Give the scope person, so that nobody holds both.';
  return [{ field: 'scope', definition: errors.notCompared, message }];
};

const addRule = ({ data }: AddDutyRule, { ownRules }: CompanyDuties): CompanyDutiesEvent[] => {
  const { ruleId, first, second, scope, reason } = data;
  requireNoMistakes(errors.inputInvalid, [
    ...mistakeUnless(isKnownPermission(first), 'first', errors.permissionUnknown),
    ...mistakeUnless(isKnownPermission(second), 'second', errors.permissionUnknown),
    ...mistakeUnless(first !== second, 'second', errors.permissionsSame),
    ...scopeMistakes(data),
    ...mistakeUnless(isReason(reason), 'reason', errors.reasonInvalid),
  ]);
  const same = [...generalDutyRules, ...ownRules].find(
    (rule) => rule.ruleId === ruleId || keepsApart(rule, data),
  );
  if (same !== undefined) throw reject(errors.alreadyExists, { rule: same.ruleId });
  if (ownRules.length >= ownRulesMax) throw reject(errors.tooMany);
  return [{ type: 'DutyRuleAdded', data: { ruleId, first, second, scope, reason } }];
};

const requireRule = (ruleId: string, { ownRules }: CompanyDuties): void => {
  if (ruleId === fourEyesRuleId) throw reject(errors.fourEyes);
  const isKnown =
    generalDutyRule(ruleId) !== undefined || ownRules.some((rule) => rule.ruleId === ruleId);
  if (!isKnown) throw reject(errors.notFound);
};

/** A control is switched off by an administrator alone: who is watched must not do it. */
const disableRule = (
  { data: { ruleId, reason }, organisation, metadata }: DisableDutyRule,
  duties: CompanyDuties,
): CompanyDutiesEvent[] => {
  if (!isReason(reason)) throw reject(errors.reasonInvalid, { field: 'reason' });
  requireRule(ruleId, duties);
  requireAdministrator(actorIn(organisation, metadata.actorId));
  if (duties.disabledRuleIds.includes(ruleId)) throw reject(errors.disabled);
  return [{ type: 'DutyRuleDisabled', data: { ruleId, reason } }];
};

const enableRule = (
  { data: { ruleId } }: EnableDutyRule,
  duties: CompanyDuties,
): CompanyDutiesEvent[] => {
  requireRule(ruleId, duties);
  if (!duties.disabledRuleIds.includes(ruleId)) throw reject(errors.enabled);
  return [{ type: 'DutyRuleEnabled', data: { ruleId } }];
};
