import { newUuid, type ActorId, type CompanyId } from '@accounting/kernel';
import { sign } from 'jsonwebtoken';
import type { SigningKey } from './signing-key';

/** `iss` of every development token: the value of `AUTH_ISSUER`. */
export const developmentIssuer = 'accounting-development';

/** `aud` of every development token: the value of `AUTH_AUDIENCE`. */
export const developmentAudience = 'georgian-accounting-system';

/** What an access token says; the claims of the design's section on identity. */
export interface TokenClaims {
  /** `sub`: who acts. */
  readonly actorId: ActorId;
  /** `company`: whose books. */
  readonly companyId: CompanyId;
  readonly permissions: readonly string[];
  /** How long the token holds; negative for one that has expired already. */
  readonly lifetimeSeconds: number;
  /** `iss`; the development issuer unless a test wants another. */
  readonly issuer?: string;
  /** `aud`; the development audience unless a test wants another. */
  readonly audience?: string;
}

/** Signs an access token that a service with this key in its `AUTH_JWKS` accepts. */
export const signToken = (key: SigningKey, claims: TokenClaims): string => {
  const issuedAt = Math.floor(Date.now() / 1000);
  return sign(
    {
      iss: claims.issuer ?? developmentIssuer,
      aud: claims.audience ?? developmentAudience,
      sub: claims.actorId,
      company: claims.companyId,
      permissions: claims.permissions,
      type: 'access',
      jti: newUuid(),
      iat: issuedAt,
      // The gateway asks for it.
      nbf: issuedAt,
      exp: issuedAt + claims.lifetimeSeconds,
    },
    key.privateKeyPem,
    { algorithm: 'ES256', keyid: key.keyId },
  );
};
