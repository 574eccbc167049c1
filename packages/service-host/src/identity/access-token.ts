import { ActorId, CompanyId, DomainError, reject } from '@accounting/kernel';
import type { KeyObject } from 'node:crypto';
import {
  TokenExpiredError,
  verify,
  type Algorithm,
  type JwtPayload,
  type VerifyOptions,
} from 'jsonwebtoken';
import type { VerificationKey } from '../configuration/jwks';
import { Secret } from '../configuration/secret';
import { errors } from '../errors';
import type { PartnerKey } from './trust-bundle';
import type { Principal } from './principal';

/** What an access token must agree with. */
export interface TokenPolicy {
  readonly issuer: string;
  readonly audience: string;
  readonly lifetimeMaxMs: number;
}

/** Machines' clocks differ a little; the gateway allows the same. */
const clockToleranceSeconds = 5;
const permissionsMax = 200;

const invalid = (reason: string, cause?: unknown): DomainError =>
  new DomainError(errors.tokenInvalid, {
    message: `${errors.tokenInvalid.message} Reason: ${reason}.`,
    ...(cause === undefined ? {} : { cause }),
  });

/** Claims whose signature and audience are in order, and that are valid now. */
const verifiedClaims = (
  token: string,
  { algorithm, key }: { readonly algorithm: Algorithm; readonly key: KeyObject },
  options: Omit<VerifyOptions, 'algorithms' | 'complete'>,
): JwtPayload => {
  try {
    // The key decides, never the token: otherwise its sender could choose how it is checked.
    const claims = verify(token, key, { ...options, algorithms: [algorithm] });
    if (typeof claims === 'string') throw invalid('its content is not a set of claims');
    return claims;
  } catch (thrown) {
    if (thrown instanceof DomainError) throw thrown;
    if (thrown instanceof TokenExpiredError) throw reject(errors.tokenExpired);
    throw invalid(thrown instanceof Error ? thrown.message : 'it could not be read', thrown);
  }
};

const optionsOf = (policy: TokenPolicy, nowMs: number) => ({
  audience: policy.audience,
  clockTolerance: clockToleranceSeconds,
  clockTimestamp: Math.floor(nowMs / 1_000),
});

const permissionsOf = (claims: JwtPayload): ReadonlySet<string> => {
  const permissions: unknown = claims['permissions'];
  const isList =
    Array.isArray(permissions) &&
    permissions.length <= permissionsMax &&
    permissions.every((permission) => typeof permission === 'string');
  if (!isList) throw invalid('its "permissions" are no list of text');
  return new Set(permissions);
};

const expiryMsOf = (claims: JwtPayload, policy: TokenPolicy, nowMs: number): number => {
  // `verify` has looked at `exp`, and at `iat` not at all.
  const { exp } = claims;
  const iat: unknown = claims.iat;
  if (exp === undefined || iat === undefined) throw invalid('it lacks "exp" or "iat"');
  if (typeof iat !== 'number') throw invalid('its "iat" is no number');
  // Were it issued next year, its lifetime could end next year too.
  const isIssued = iat <= nowMs / 1_000 + clockToleranceSeconds;
  if (!isIssued) throw invalid('its "iat" is in the future');
  if ((exp - iat) * 1_000 > policy.lifetimeMaxMs) throw invalid('it is valid for too long');
  return (exp + clockToleranceSeconds) * 1_000;
};

const bearer = (token: string): Secret => new Secret(`Bearer ${token}`);

const tokenIdOf = (claims: JwtPayload): string => {
  if (typeof claims.jti !== 'string' || claims.jti === '') throw invalid('it lacks "jti"');
  return claims.jti;
};

/**
 * Verifies a person's access token. Fails with kind `unauthenticated`; the message says what is
 * wrong with the token, and never repeats it.
 */
export const verifyAccessToken = (
  token: string,
  key: VerificationKey,
  policy: TokenPolicy,
  nowMs: number,
): Principal => {
  const options = { ...optionsOf(policy, nowMs), issuer: policy.issuer };
  const { algorithm, publicKey } = key;
  const claims = verifiedClaims(token, { algorithm, key: publicKey }, options);
  const expiresAtMs = expiryMsOf(claims, policy, nowMs);
  // Refresh tokens are signed with the same keys and must not open anything.
  if (claims['type'] !== 'access') throw invalid('its "type" is not "access"');
  const tokenId = tokenIdOf(claims);
  const actorId = typeof claims.sub === 'string' ? ActorId.parse(claims.sub) : undefined;
  if (actorId === undefined) throw invalid('its "sub" names no actor');
  const company: unknown = claims['company'];
  const companyId = typeof company === 'string' ? CompanyId.parse(company) : undefined;
  if (companyId === undefined) throw invalid('its "company" is no UUID');
  const sessionId: unknown = claims['sid'];
  return {
    actorId,
    companyId,
    permissions: permissionsOf(claims),
    credential: {
      kind: 'person',
      tokenId,
      keyId: key.keyId,
      ...(typeof sessionId === 'string' && { sessionId }),
      authorization: bearer(token),
      expiresAtMs,
    },
  };
};

/**
 * Verifies a token that a partner system signed itself. It only proves who signed it: the company
 * and the permissions are those that the partner was registered with. Fails as `verifyAccessToken`.
 */
export const verifyPartnerToken = (
  token: string,
  key: PartnerKey,
  policy: TokenPolicy,
  nowMs: number,
): Principal => {
  const claims = verifiedClaims(token, key.verification, optionsOf(policy, nowMs));
  const expiresAtMs = expiryMsOf(claims, policy, nowMs);
  const tokenId = tokenIdOf(claims);
  const company: unknown = claims['company'] ?? key.companyId;
  if (company !== key.companyId) {
    throw invalid('its "company" is not the one that the partner was registered for');
  }
  return {
    actorId: `partner:${key.partnerId}` as ActorId,
    companyId: key.companyId,
    permissions: key.permissions,
    credential: {
      kind: 'partner',
      tokenId,
      keyId: key.keyId,
      authorization: bearer(token),
      expiresAtMs,
    },
  };
};
