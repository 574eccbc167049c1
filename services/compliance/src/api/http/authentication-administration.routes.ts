import { route, type Route } from '@accounting/service-host';
import type { Authentication } from '../../application/authentication';
import * as schema from '../schemas/authentication';

const tag = 'Administration of signing in';

/** What administrators do about tokens, keys and accounts. */
export const authenticationAdministrationRoutes = (app: Authentication): Route[] => [
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
    handle: (context) => app.signingKeys.list(context),
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
    errors: ['compliance.signing_key_rotation_under_way'],
    response: schema.signingKey,
    handle: (context) => app.signingKeys.rotate(context),
  }),
  route({
    method: 'post',
    path: '/auth/people/:userId/deactivation',
    summary: 'Deactivate a person in all companies',
    description: 'Ends all their sessions. Nobody deactivates themselves.',
    tag,
    permission: 'admin:system',
    idempotent: true,
    errors: ['compliance.user_unknown', 'compliance.own_account'],
    parameters: schema.userParameters,
    response: schema.userStatus,
    handle: (context, { parameters }) => app.people.deactivate(context, parameters.userId),
  }),
  route({
    method: 'post',
    path: '/auth/people/:userId/reactivation',
    summary: 'Reactivate a person',
    tag,
    permission: 'admin:system',
    idempotent: true,
    errors: ['compliance.user_unknown'],
    parameters: schema.userParameters,
    response: schema.userStatus,
    handle: (context, { parameters }) => app.people.reactivate(context, parameters.userId),
  }),
];
