export { createSigningKey, loadSigningKey, publicKeySet, type SigningKey } from './signing-key';
export { signToken, type TokenClaims } from './sign-token';
