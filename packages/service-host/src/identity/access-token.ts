import { ActorId, CompanyId, DomainError, reject } from '@accounting/kernel';
import { decode, TokenExpiredError, verify, type JwtPayload } from 'jsonwebtoken';
import type { KeySet } from '../configuration/jwks';
import { errors } from '../errors';

/** Who is asking, as an accepted token says. */
export interface Principal {
  readonly companyId: CompanyId;
  readonly actorId: ActorId;
  readonly permissions: ReadonlySet<string>;
  /** Milliseconds since 1970 after which the token no longer counts. */
  readonly expiresAtMs: number;
}

/** What an access token must agree with. */
export interface TokenPolicy {
  readonly keys: KeySet;
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

const verifiedClaims = (token: string, policy: TokenPolicy, nowMs: number): JwtPayload => {
  const keyId = decode(token, { complete: true })?.header.kid;
  const key = keyId === undefined ? undefined : policy.keys.get(keyId);
  if (key === undefined) throw invalid('it names no signing key that is known here');
  try {
    const claims = verify(token, key.publicKey, {
      // The key decides, never the token: otherwise its sender could choose how it is checked.
      algorithms: [key.algorithm],
      issuer: policy.issuer,
      audience: policy.audience,
      clockTolerance: clockToleranceSeconds,
      clockTimestamp: Math.floor(nowMs / 1_000),
    });
    if (typeof claims === 'string') throw invalid('its content is not a set of claims');
    return claims;
  } catch (thrown) {
    if (thrown instanceof DomainError) throw thrown;
    if (thrown instanceof TokenExpiredError) throw reject(errors.tokenExpired);
    throw invalid(thrown instanceof Error ? thrown.message : 'it could not be read', thrown);
  }
};

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

/**
 * Verifies an access token. Fails with kind `unauthenticated`; the message says what is wrong with
 * the token, and never repeats it.
 */
export const verifyAccessToken = (token: string, policy: TokenPolicy, nowMs: number): Principal => {
  const claims = verifiedClaims(token, policy, nowMs);
  const expiresAtMs = expiryMsOf(claims, policy, nowMs);
  // Refresh tokens are signed with the same keys and must not open anything.
  if (claims['type'] !== 'access') throw invalid('its "type" is not "access"');
  if (typeof claims.jti !== 'string' || claims.jti === '') throw invalid('it lacks "jti"');
  const actorId = typeof claims.sub === 'string' ? ActorId.parse(claims.sub) : undefined;
  if (actorId === undefined) throw invalid('its "sub" names no actor');
  const company: unknown = claims['company'];
  const companyId = typeof company === 'string' ? CompanyId.parse(company) : undefined;
  if (companyId === undefined) throw invalid('its "company" is no UUID');
  return { actorId, companyId, permissions: permissionsOf(claims), expiresAtMs };
};
