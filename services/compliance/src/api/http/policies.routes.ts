import { route, type Route } from '@accounting/service-host';
import type { Organisation } from '../../application/organisation';
import * as schema from '../schemas/policies';

const guarded = { tag: 'Policy', permission: 'admin:users' } as const;

/** What the company asks of its members. */
export const policyRoutes = ({ policies }: Organisation): Route[] => [
  route({
    ...guarded,
    method: 'get',
    path: '/compliance/policy',
    summary: 'Read the policy: four eyes, sessions, passwords, second factor',
    response: schema.policySchema,
    handle: (context) => policies.find(context),
  }),
  route({
    ...guarded,
    method: 'put',
    path: '/compliance/policy',
    summary: 'Change the policy; doing without four eyes takes an administrator and a reason',
    version: 'required',
    body: schema.policyBody,
    response: schema.policySchema,
    errors: [
      'compliance.policy_input_invalid',
      'compliance.four_eyes_reason_invalid',
      'compliance.policy_out_of_bounds',
      'compliance.administrator_required',
    ],
    handle: (context, { body }) => policies.change(context, body),
  }),
];
