import { DeciderSpecification } from '@accounting/testing';
import { companyDutiesDecider } from '../../src/domain/company-duties/decide';
import type { CompanyDutiesEvent } from '../../src/domain/company-duties/events';
import { fourEyesRuleId } from '../../src/domain/separation-of-duties';
import { ana, askedBy, organisation, tamar } from './organisation-fixtures';

const { given } = DeciderSpecification.for(companyDutiesDecider);

const rule = {
  ruleId: 'own-rule',
  first: 'accounts:write',
  second: 'transactions:approve',
  scope: 'person',
  reason: 'New accounts hide entries',
} as const;
const general = 'suppliers-and-payments';

const asked = (by = ana) => ({ metadata: askedBy(by), organisation: organisation() });
const add = (changes: object = {}) =>
  ({ type: 'AddDutyRule', data: { ...rule, ...changes }, ...asked(tamar) }) as const;
const disable = (ruleId: string, by = ana, reason = 'Done at the bank') =>
  ({ type: 'DisableDutyRule', data: { ruleId, reason }, ...asked(by) }) as const;
const enable = (ruleId: string) =>
  ({ type: 'EnableDutyRule', data: { ruleId }, ...asked(tamar) }) as const;

const added: CompanyDutiesEvent = { type: 'DutyRuleAdded', data: rule };
const disabled = (ruleId: string): CompanyDutiesEvent => ({
  type: 'DutyRuleDisabled',
  data: { ruleId, reason: 'Done at the bank' },
});
const enabled = (ruleId: string): CompanyDutiesEvent => ({
  type: 'DutyRuleEnabled',
  data: { ruleId },
});

describe('a rule of the company’s own', () => {
  it('is recorded', () => {
    given([]).when(add()).then([added]);
  });

  it.each([
    ['an unknown permission', { first: 'books:burn' }, 'duty_rule_permission_unknown', 'first'],
    ['an unknown second', { second: 'books:burn' }, 'duty_rule_permission_unknown', 'second'],
    ['one permission twice', { second: rule.first }, 'duty_rule_permissions_same', 'second'],
    ['no reason', { reason: '' }, 'duty_rule_reason_invalid', 'reason'],
    ['what nobody enforces', { scope: 'same_object' }, 'duty_rule_not_compared', 'scope'],
  ])('refuses %s', (_what, changes, reason, field) => {
    given([]).when(add(changes)).thenRejects(`compliance.${reason}`, { field });
  });

  it('reports several mistakes together', () => {
    given([])
      .when(add({ first: 'a', reason: '' }))
      .thenRejects('compliance.duty_rule_input_invalid');
  });

  it('refuses what a rule says already, in whatever order', () => {
    const turned = { ruleId: 'other', first: rule.second, second: rule.first };
    given([added])
      .when(add(turned))
      .thenRejects('compliance.duty_rule_exists', {
        details: { rule: rule.ruleId },
      });
    given([])
      .when(add({ first: 'payments:execute', second: 'suppliers:write' }))
      .thenRejects('compliance.duty_rule_exists', { details: { rule: general } });
    given([added])
      .when(add({ first: 'accounts:read' }))
      .thenRejects('compliance.duty_rule_exists');
  });

  it('may stand beside one of the other scope', () => {
    const pair = { first: 'transactions:write', second: 'transactions:approve' };
    const changes = { ruleId: 'other', scope: 'person', ...pair } as const;
    given([added])
      .when(add(changes))
      .then([{ type: 'DutyRuleAdded', data: { ...rule, ...changes } }]);
  });

  it('is one of a hundred at most', () => {
    const many = Array.from({ length: 100 }, (_, index): CompanyDutiesEvent => ({
      type: 'DutyRuleAdded',
      data: { ...rule, ruleId: `rule-${String(index)}`, first: 'reports:tax' },
    }));
    given(many).when(add()).thenRejects('compliance.duty_rules_too_many', {
      kind: 'resource_exhausted',
    });
  });
});

describe('disabling a rule', () => {
  it('is recorded with the reason, of general and own rules', () => {
    given([])
      .when(disable(general))
      .then([disabled(general)]);
    given([added])
      .when(disable(rule.ruleId))
      .then([disabled(rule.ruleId)]);
  });

  it('is for administrators, with a reason', () => {
    given([])
      .when(disable(general, tamar))
      .thenRejects('compliance.administrator_required', { kind: 'permission_denied' });
    given([])
      .when(disable(general, ana, ' '))
      .thenRejects('compliance.duty_rule_reason_invalid', { field: 'reason' });
  });

  it('refuses rules that do not exist, and four eyes, which are policy', () => {
    given([]).when(disable('unknown')).thenRejects('compliance.duty_rule_not_found');
    given([]).when(disable(fourEyesRuleId)).thenRejects('compliance.duty_rule_is_policy');
  });

  it('is done once', () => {
    given([disabled(general)])
      .when(disable(general))
      .thenRejects('compliance.duty_rule_disabled');
  });
});

describe('enabling a rule', () => {
  it('is recorded', () => {
    given([disabled(general)])
      .when(enable(general))
      .then([enabled(general)]);
  });

  it('refuses one that is in force', () => {
    given([]).when(enable(general)).thenRejects('compliance.duty_rule_enabled');
    given([disabled(general), enabled(general)])
      .when(enable(general))
      .thenRejects('compliance.duty_rule_enabled');
  });
});
