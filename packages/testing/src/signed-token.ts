import {
  createSigningKey,
  developmentAudience,
  developmentIssuer,
  publicKeySet,
  signToken,
  type SigningKey,
  type TokenClaims,
} from '@accounting/development-tokens';
import type { ActorId, CompanyId } from '@accounting/kernel';

/** One key pair per test file, made when it is loaded. */
export const testSigningKey: SigningKey = createSigningKey();

/** The settings of a service that accepts `signedToken`'s tokens. */
export const tokenSettings = {
  AUTH_JWKS: publicKeySet(testSigningKey),
  AUTH_ISSUER: developmentIssuer,
  AUTH_AUDIENCE: developmentAudience,
} as const;

const standardClaims: TokenClaims = {
  actorId: 'accountant' as ActorId,
  companyId: '0192f0c1-0000-7000-8000-000000000001' as CompanyId,
  permissions: [],
  lifetimeSeconds: 1_800,
};

/** An access token with the claims given; a key of another making stands for a forger's. */
export const signedToken = (
  claims: Partial<TokenClaims> = {},
  key: SigningKey = testSigningKey,
): string => signToken(key, { ...standardClaims, ...claims });
