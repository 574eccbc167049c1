import { reject } from '@accounting/kernel';
import { decode } from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { errors } from '../errors';
import type { CallerHeaders, IsFromGateway } from './gateway-proof';
import { verifyAccessToken, verifyPartnerToken, type TokenPolicy } from './access-token';
import type { Principal } from './principal';
import type { PartnerKey, Trust } from './trust-bundle';

/**
 * Turns the headers of a request into the caller, or fails with kind `unauthenticated`, and with
 * `unavailable` as long as nobody has said whose tokens to trust.
 */
export type Authenticate = (headers: CallerHeaders) => Principal;

/** What authentication goes by. */
export interface AuthenticationPolicy extends TokenPolicy {
  /** What is trusted now; `undefined` until it is known. */
  readonly trust: () => Trust | undefined;
  /**
   * Whether the request comes through the gateway, which keeps partners to their limits, or from a
   * service that it passed.
   */
  readonly isVouchedFor: IsFromGateway;
  readonly cacheCountMax: number;
  /** Told of each request of a partner. */
  readonly onPartnerUse?: (keyId: string) => void;
}

const scheme = 'bearer ';
/** Longer ones are no tokens of ours, and would fill the cache. */
const tokenLengthMax = 8_192;

const tokenIn = ({ authorization }: CallerHeaders): string => {
  if (typeof authorization !== 'string') throw reject(errors.tokenMissing);
  const token = authorization.slice(scheme.length).trim();
  if (authorization.slice(0, scheme.length).toLowerCase() !== scheme || token === '') {
    throw reject(errors.tokenMissing);
  }
  if (token.length > tokenLengthMax) throw reject(errors.tokenInvalid);
  return token;
};

/**
 * A shared secret is known to whoever checks it, so a token made with one has to have passed the
 * gateway too, as the consumer that it says; only the gateway is believed in that.
 */
const requireVouchedFor = (
  key: PartnerKey,
  headers: CallerHeaders,
  { isVouchedFor }: AuthenticationPolicy,
): void => {
  const isTheirs =
    headers['x-consumer-custom-id'] === key.partnerId &&
    headers['x-credential-identifier'] === key.keyId;
  if (isTheirs && isVouchedFor(headers)) return;
  throw reject(
    errors.tokenInvalid,
    {},
    'A token signed with a shared secret is accepted through the gateway only.',
  );
};

const keyIdOf = (token: string): string | undefined =>
  decode(token, { complete: true })?.header.kid;

const verified = (token: string, trust: Trust, policy: AuthenticationPolicy): Principal => {
  const nowMs = Date.now();
  const keyId = keyIdOf(token) ?? '';
  const key = trust.keys.get(keyId);
  if (key !== undefined) return verifyAccessToken(token, key, policy, nowMs);
  const partnerKey = trust.partnerKeys.get(keyId);
  if (partnerKey !== undefined) return verifyPartnerToken(token, partnerKey, policy, nowMs);
  throw reject(
    errors.tokenInvalid,
    {},
    `${errors.tokenInvalid.message} Reason: it names no signing key that is known here.`,
  );
};

/**
 * Verifies each token once and remembers the answer until it expires, because a signature costs a
 * hundred times what the rest of a request's preparation does. At most `cacheCountMax` tokens are
 * kept; refused ones never are. What may change meanwhile is asked each time: whether the token was
 * revoked, whether its key is still trusted, and for a shared secret whether the gateway has let
 * the request pass.
 */
export const createAuthenticator = (policy: AuthenticationPolicy): Authenticate => {
  const cache = new LRUCache<string, Principal>({ max: policy.cacheCountMax });
  let fingerprint = '';
  const principalOf = (token: string, trust: Trust): Principal => {
    if (trust.fingerprint !== fingerprint) {
      fingerprint = trust.fingerprint;
      cache.clear();
    }
    const known = cache.get(token);
    if (known !== undefined && Date.now() < known.credential.expiresAtMs) return known;
    cache.delete(token);
    const principal = verified(token, trust, policy);
    cache.set(token, principal);
    return principal;
  };
  return (headers) => {
    const token = tokenIn(headers);
    const trust = policy.trust();
    if (trust === undefined) throw reject(errors.trustUnknown);
    const principal = principalOf(token, trust);
    const { kind, tokenId, keyId } = principal.credential;
    if (trust.revokedTokenIds.has(tokenId)) throw reject(errors.tokenRevoked);
    if (kind === 'partner') {
      const key = trust.partnerKeys.get(keyId);
      if (key?.verification.algorithm === 'HS256') {
        requireVouchedFor(key, headers, policy);
      }
      policy.onPartnerUse?.(keyId);
    }
    return principal;
  };
};

/**
 * What a route may ask for instead of a permission: any token of a person, for what concerns that
 * person alone.
 */
export const signedIn = 'signed-in';

/**
 * Fails with kind `permission_denied`, naming the permission, unless the caller has it.
 */
export const requirePermission = (principal: Principal, permission: string): void => {
  if (principal.permissions.has(permission)) return;
  if (permission !== signedIn) {
    throw reject(
      errors.permissionDenied,
      { permission },
      `This operation needs the permission "${permission}", which the access token does not carry.`,
    );
  }
  if (principal.credential.kind !== 'person') throw reject(errors.personRequired);
};
