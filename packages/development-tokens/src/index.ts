export { createSigningKey, loadSigningKey, publicKeySet, type SigningKey } from './signing-key';
export { developmentAudience, developmentIssuer, signToken, type TokenClaims } from './sign-token';
