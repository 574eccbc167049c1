import { route, type Route } from '@accounting/service-host';
import type { Organisation } from '../../application/organisation';
import * as schema from '../schemas/duties';
import { pageQuery, reasonBody } from '../schemas/organisation-fields';

const guarded = { tag: 'Separation of duties', permission: 'admin:users' } as const;

const ruleErrors = ['compliance.duty_rule_is_policy', 'compliance.duty_rule_not_found'] as const;

/** Which permissions do not go together, and who holds them all the same. */
export const dutyRoutes = ({ duties }: Organisation): Route[] => [
  route({
    ...guarded,
    method: 'get',
    path: '/compliance/separation-of-duties/rules',
    summary: 'List the rules: those of all companies, and the company’s own',
    response: schema.ruleList,
    handle: (context) => duties.rules(context),
  }),
  route({
    ...guarded,
    method: 'post',
    path: '/compliance/separation-of-duties/rules',
    summary: 'Add a rule of the company’s own',
    status: 201,
    idempotent: true,
    body: schema.addRuleBody,
    response: schema.ruleReceipt,
    location: () => '/compliance/separation-of-duties/rules',
    errors: [
      'compliance.duty_rule_input_invalid',
      'compliance.duty_rule_permission_unknown',
      'compliance.duty_rule_permissions_same',
      'compliance.duty_rule_not_compared',
      'compliance.duty_rule_reason_invalid',
      'compliance.duty_rule_exists',
      'compliance.duty_rules_too_many',
    ],
    handle: (context, { body }) => duties.addRule(context, body),
  }),
  route({
    ...guarded,
    method: 'post',
    path: '/compliance/separation-of-duties/rules/:ruleId/disable',
    summary: 'Disable a rule for the company, with the reason; for administrators',
    idempotent: true,
    parameters: schema.ruleParameter,
    body: reasonBody,
    response: schema.ruleReceipt,
    errors: [
      'compliance.duty_rule_reason_invalid',
      ...ruleErrors,
      'compliance.administrator_required',
      'compliance.duty_rule_disabled',
    ],
    handle: (context, { parameters, body }) =>
      duties.disableRule(context, { ...parameters, ...body }),
  }),
  route({
    ...guarded,
    method: 'post',
    path: '/compliance/separation-of-duties/rules/:ruleId/enable',
    summary: 'Put a disabled rule into force again',
    idempotent: true,
    parameters: schema.ruleParameter,
    response: schema.ruleReceipt,
    errors: [...ruleErrors, 'compliance.duty_rule_enabled'],
    handle: (context, { parameters }) => duties.enableRule(context, parameters),
  }),
  route({
    ...guarded,
    method: 'get',
    path: '/compliance/separation-of-duties/conflicts',
    summary: 'List who holds what a rule keeps apart, through which roles, and who accepted it',
    query: pageQuery,
    response: schema.conflictPage,
    errors: ['compliance.invalid_cursor'],
    handle: (context, { query }) => duties.conflicts(context, query),
  }),
];
