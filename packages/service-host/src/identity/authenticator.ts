import { reject } from '@accounting/kernel';
import { LRUCache } from 'lru-cache';
import { errors } from '../errors';
import { verifyAccessToken, type Principal, type TokenPolicy } from './access-token';

/** Turns an Authorization header into the caller, or fails with kind `unauthenticated`. */
export type Authenticate = (authorization: string | undefined) => Principal;

const scheme = 'bearer ';
/** Longer ones are no tokens of ours, and would fill the cache. */
const tokenLengthMax = 8_192;

const tokenIn = (authorization: string | undefined): string => {
  if (authorization === undefined) throw reject(errors.tokenMissing);
  const token = authorization.slice(scheme.length).trim();
  if (authorization.slice(0, scheme.length).toLowerCase() !== scheme || token === '') {
    throw reject(errors.tokenMissing);
  }
  if (token.length > tokenLengthMax) throw reject(errors.tokenInvalid);
  return token;
};

/**
 * Verifies each token once and remembers the answer until it expires, because a signature costs a
 * hundred times what the rest of a request's preparation does. At most `countMax` tokens are kept;
 * refused ones never are.
 */
export const createAuthenticator = (
  policy: TokenPolicy & { readonly cacheCountMax: number },
): Authenticate => {
  const cache = new LRUCache<string, Principal>({ max: policy.cacheCountMax });
  return (authorization) => {
    const token = tokenIn(authorization);
    const nowMs = Date.now();
    const known = cache.get(token);
    if (known !== undefined && nowMs < known.expiresAtMs) return known;
    cache.delete(token);
    const principal = verifyAccessToken(token, policy, nowMs);
    cache.set(token, principal);
    return principal;
  };
};

/** Fails with kind `permission_denied`, naming the permission, unless the caller has it. */
export const requirePermission = (principal: Principal, permission: string): void => {
  if (principal.permissions.has(permission)) return;
  throw reject(
    errors.permissionDenied,
    { permission },
    `This operation needs the permission "${permission}", which the access token does not carry.`,
  );
};
