import { publicRoute, type Route } from '@accounting/service-host';
import type { Authentication } from '../../application/authentication';
import * as schema from '../schemas/authentication';

const tag = 'Signing in';
const keysKeptSeconds = 60;

/** What needs no token, because it leads to one. */
export const signInRoutes = (app: Authentication): Route[] => [
  publicRoute({
    method: 'post',
    path: '/auth/login',
    summary: 'Sign in with an email address and a password',
    description:
      'Answers with tokens, or with a challenge when the person has a second factor. Whatever is ' +
      'wrong, the refusal is the same.',
    tag,
    errors: [
      'compliance.sign_in_refused',
      'compliance.too_many_sign_ins',
      'compliance.access_changed',
    ],
    body: schema.signInBody,
    response: schema.signInAnswer,
    handlePublic: (context, { body }) => app.signIn.signIn(context, body),
  }),
  publicRoute({
    method: 'post',
    path: '/auth/login/second-factor',
    summary: 'Complete a sign-in with a code or a recovery code',
    tag,
    errors: ['compliance.second_factor_refused', 'compliance.access_changed'],
    body: schema.secondFactorBody,
    response: schema.signedInAnswer,
    handlePublic: (context, { body }) => app.signIn.completeSecondFactor(context, body),
  }),
  publicRoute({
    method: 'post',
    path: '/auth/refresh',
    summary: 'Continue a session with its refresh token',
    description:
      'Each refresh token works once and is answered with the next one. Of a token that is used ' +
      'twice one bearer is a thief, so the session ends at once for both.',
    tag,
    errors: ['compliance.refresh_refused', 'compliance.access_changed'],
    body: schema.refreshBody,
    response: schema.signedInAnswer,
    handlePublic: (context, { body }) => app.signIn.refresh(context, body),
  }),
  publicRoute({
    method: 'post',
    path: '/auth/password-reset-requests',
    summary: 'Ask for a message with which to set a new password',
    description: 'The answer is the same whether or not somebody has the address.',
    tag,
    status: 202,
    body: schema.resetRequestBody,
    response: schema.accepted,
    handlePublic: (context, { body }) => app.passwords.requestReset(context, body),
  }),
  publicRoute({
    method: 'post',
    path: '/auth/password-resets',
    summary: 'Set a password with the token of a message',
    description: 'Ends all sessions of the person, and a lock-out.',
    tag,
    errors: [
      'compliance.password_token_refused',
      'compliance.password_unsuitable',
      'compliance.too_many_sign_ins',
    ],
    body: schema.resetBody,
    response: schema.passwordChanged,
    handlePublic: (context, { body }) => app.passwords.reset(context, body),
  }),
  publicRoute({
    method: 'get',
    path: '/auth/.well-known/jwks.json',
    summary: 'Read the public keys of access tokens',
    tag,
    cacheSeconds: keysKeptSeconds,
    response: schema.publicKeys,
    handlePublic: async () => ({ body: { keys: await app.readVerificationKeys() } }),
  }),
];
