import { route, type Route } from '@accounting/service-host';
import type { Organisation } from '../../application/organisation';
import { pageQuery, reasonBody } from '../schemas/organisation-fields';
import * as schema from '../schemas/partners';

const guarded = { tag: 'Partners', permission: 'admin:users' } as const;

const termErrors = [
  'compliance.partner_input_invalid',
  'compliance.partner_name_invalid',
  'compliance.role_permissions_missing',
  'compliance.permission_unknown',
  'compliance.permission_repeated',
  'compliance.partner_scope_administrative',
  'compliance.partner_scope_approval',
  'compliance.partner_limit_invalid',
  'compliance.partner_limits_conflict',
  'compliance.permission_not_held',
  'compliance.partner_scopes_conflict',
] as const;

/** A change that concerns what the partner may do, so only who may do that makes it. */
const changeErrors = [
  'compliance.partner_not_found',
  'compliance.permissions_exceed_yours',
] as const;

const partnerChange = {
  ...guarded,
  method: 'post',
  idempotent: true,
  version: 'optional',
} as const;

const registration = ({ partners }: Organisation): Route[] => [
  route({
    ...guarded,
    method: 'get',
    path: '/compliance/partners',
    summary: 'List partner systems with their keys',
    query: pageQuery,
    response: schema.partnerPage,
    errors: ['compliance.invalid_cursor'],
    handle: (context, { query }) => partners.list(context, query),
  }),
  route({
    ...guarded,
    method: 'post',
    path: '/compliance/partners',
    summary: 'Register a partner system: what it may do, and how often',
    status: 201,
    idempotent: true,
    body: schema.partnerTermsBody,
    response: schema.partnerReceipt,
    location: ({ partnerId }) => `/compliance/partners/${partnerId}`,
    errors: termErrors,
    handle: (context, { body }) => partners.register(context, body),
  }),
  route({
    ...guarded,
    method: 'get',
    path: '/compliance/partners/:partnerId',
    summary: 'Read a partner system',
    parameters: schema.partnerParameter,
    response: schema.partnerSchema,
    errors: ['compliance.partner_not_found'],
    handle: (context, { parameters }) => partners.find(context, parameters),
  }),
  route({
    ...guarded,
    method: 'put',
    path: '/compliance/partners/:partnerId',
    summary: 'Change name, scopes and limits of a partner system',
    version: 'required',
    parameters: schema.partnerParameter,
    body: schema.partnerTermsBody,
    response: schema.partnerReceipt,
    errors: [...termErrors, ...changeErrors],
    handle: (context, { parameters, body }) =>
      partners.changeTerms(context, { ...parameters, ...body }),
  }),
  route({
    ...partnerChange,
    path: '/compliance/partners/:partnerId/suspend',
    summary: 'Suspend a partner system: its tokens are refused within seconds',
    parameters: schema.partnerParameter,
    body: reasonBody,
    response: schema.partnerReceipt,
    errors: [
      'compliance.partner_suspension_reason_invalid',
      'compliance.partner_not_found',
      'compliance.partner_suspended',
    ],
    handle: (context, { parameters, body }) =>
      partners.suspend(context, { ...parameters, ...body }),
  }),
  route({
    ...partnerChange,
    path: '/compliance/partners/:partnerId/resume',
    summary: 'Let a suspended partner system in again',
    parameters: schema.partnerParameter,
    response: schema.partnerReceipt,
    errors: [...changeErrors, 'compliance.partner_not_suspended', 'compliance.partners_too_many'],
    handle: (context, { parameters }) => partners.resume(context, parameters),
  }),
];

const keys = ({ partners }: Organisation): Route[] => [
  route({
    ...partnerChange,
    path: '/compliance/partners/:partnerId/keys',
    summary: 'Add a key: a public one of the partner, or a shared secret made here',
    description:
      'Several keys may be in use at once, so that the partner changes over without a pause. A ' +
      'shared secret (HS256) is told once, in the first answer; prefer a public key, whose ' +
      'private half the partner keeps.',
    status: 201,
    parameters: schema.partnerParameter,
    body: schema.addKeyBody,
    response: schema.partnerKeyReceipt,
    location: ({ partnerId }) => `/compliance/partners/${partnerId}`,
    errors: [
      'compliance.partner_key_private',
      'compliance.partner_key_invalid',
      'compliance.partner_key_unsuitable',
      'compliance.partner_key_weak',
      ...changeErrors,
      'compliance.partner_suspended',
      'compliance.partner_key_known',
      'compliance.partner_keys_too_many',
    ],
    handle: (context, { parameters, body }) =>
      partners.addKey(context, { ...parameters, key: body }),
  }),
  route({
    ...partnerChange,
    path: '/compliance/partners/:partnerId/keys/:keyId/retire',
    summary: 'Retire a key, now or at a time',
    parameters: schema.keyParameters,
    body: schema.retireKeyBody,
    response: schema.partnerReceipt,
    errors: [
      'compliance.partner_key_retirement_past',
      ...changeErrors,
      'compliance.partner_key_not_found',
      'compliance.partner_key_retired',
    ],
    handle: (context, { parameters, body }) =>
      partners.retireKey(context, { ...parameters, ...body }),
  }),
];

/** Systems of others that work for the company with tokens that they sign themselves. */
export const partnerRoutes = (app: Organisation): Route[] => [...registration(app), ...keys(app)];
