import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';

/** A private key (ECDSA on P-256, for ES256) and the name under which verifiers know it. */
export interface SigningKey {
  /** The `kid` of tokens signed with it. */
  readonly keyId: string;
  /** PKCS #8, PEM. */
  readonly privateKeyPem: string;
}

const publicJwk = (privateKeyPem: string) =>
  createPublicKey(createPrivateKey(privateKeyPem)).export({ format: 'jwk' });

/** The JWK thumbprint of RFC 7638: the same key has the same name wherever it is computed. */
const thumbprint = (privateKeyPem: string): string => {
  const { crv, kty, x, y } = publicJwk(privateKeyPem);
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
};

/** Reads a key that `createSigningKey` made. Throws when the text is no private key. */
export const loadSigningKey = (privateKeyPem: string): SigningKey => ({
  keyId: thumbprint(privateKeyPem),
  privateKeyPem,
});

/** A new random key. */
export const createSigningKey = (): SigningKey => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return loadSigningKey(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
};

/** The JSON Web Key Set (RFC 7517) with which services verify: the value of `AUTH_JWKS`. */
export const publicKeySet = (...keys: readonly SigningKey[]): string =>
  JSON.stringify({
    keys: keys.map(({ keyId, privateKeyPem }) => ({
      ...publicJwk(privateKeyPem),
      kid: keyId,
      alg: 'ES256',
      use: 'sig',
    })),
  });
