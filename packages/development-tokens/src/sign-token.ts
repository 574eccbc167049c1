import { newUuid, type ActorId, type CompanyId } from '@accounting/kernel';
import { sign } from 'jsonwebtoken';
import type { SigningKey } from './signing-key';

/** What an access token says; the claims of the design's section on identity. */
export interface TokenClaims {
  /** `sub`: who acts. */
  readonly actorId: ActorId;
  /** `company`: whose books. */
  readonly companyId: CompanyId;
  readonly permissions: readonly string[];
  /** How long the token holds; negative for one that has expired already. */
  readonly lifetimeSeconds: number;
}

/** Signs an access token that a service with this key in its `AUTH_JWKS` accepts. */
export const signToken = (key: SigningKey, claims: TokenClaims): string => {
  const issuedAt = Math.floor(Date.now() / 1000);
  return sign(
    {
      sub: claims.actorId,
      company: claims.companyId,
      permissions: claims.permissions,
      type: 'access',
      jti: newUuid(),
      iat: issuedAt,
      exp: issuedAt + claims.lifetimeSeconds,
    },
    key.privateKeyPem,
    { algorithm: 'ES256', keyid: key.keyId },
  );
};
