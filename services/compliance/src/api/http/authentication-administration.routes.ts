import { route, type Route } from '@accounting/service-host';
import type { Authentication } from '../../application/authentication';
import type { CompanyUseCases } from '../../application/company-use-cases';
import * as schema from '../schemas/authentication';

const tag = 'Administration of signing in';

/**
 * What administrators do about tokens, keys and accounts. Keys and accounts are those of every
 * company, so `admin:system` of one company is not enough for them.
 */
export const authenticationAdministrationRoutes = (
  app: Authentication,
  companies: Pick<CompanyUseCases, 'requireOperator'>,
): Route[] => [
  route({
    method: 'post',
    path: '/auth/revocations',
    summary: "Revoke an access token of one's company by its id",
    description: 'Services refuse it within seconds. The session goes on; end it to prevent that.',
    tag,
    permission: 'admin:users',
    idempotent: true,
    errors: ['compliance.token_unknown'],
    body: schema.revocationBody,
    response: schema.revoked,
    handle: (context, { body }) => app.sessions.revoke(context, body),
  }),
  route({
    method: 'get',
    path: '/auth/signing-keys',
    summary: 'List the keys that sign access tokens',
    tag,
    permission: 'admin:system',
    response: schema.signingKeyList,
    errors: ['compliance.operator_required'],
    handle: async (context) => {
      await companies.requireOperator(context);
      return app.signingKeys.list(context);
    },
  }),
  route({
    method: 'post',
    path: '/auth/signing-keys',
    summary: 'Rotate the key that signs access tokens',
    description:
      'The new key is published at once and signs later, when everybody knows it; the one before ' +
      'is published until its last token has expired.',
    tag,
    permission: 'admin:system',
    idempotent: true,
    errors: ['compliance.operator_required', 'compliance.signing_key_rotation_under_way'],
    response: schema.signingKey,
    handle: async (context) => {
      await companies.requireOperator(context);
      return app.signingKeys.rotate(context);
    },
  }),
  route({
    method: 'post',
    path: '/auth/people/:userId/deactivation',
    summary: 'Deactivate a person in all companies',
    description: 'Ends all their sessions. Nobody deactivates themselves.',
    tag,
    permission: 'admin:system',
    idempotent: true,
    errors: ['compliance.operator_required', 'compliance.user_unknown', 'compliance.own_account'],
    parameters: schema.userParameters,
    response: schema.userStatus,
    handle: async (context, { parameters }) => {
      await companies.requireOperator(context);
      return app.people.deactivate(context, parameters.userId);
    },
  }),
  route({
    method: 'post',
    path: '/auth/people/:userId/reactivation',
    summary: 'Reactivate a person',
    tag,
    permission: 'admin:system',
    idempotent: true,
    errors: ['compliance.operator_required', 'compliance.user_unknown'],
    parameters: schema.userParameters,
    response: schema.userStatus,
    handle: async (context, { parameters }) => {
      await companies.requireOperator(context);
      return app.people.reactivate(context, parameters.userId);
    },
  }),
];
