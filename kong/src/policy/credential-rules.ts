import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Declaration, JwtSecret, Problem } from '../declaration/declaration';

/** The shortest secret of HS256 in bytes: as long as what it makes (RFC 7518, 3.2). */
const secretBytesMin = 32;
const rsaBitsMin = 2048;

/** Forms in which other tools write "fill this in"; Kong takes the text itself for the key. */
const placeholder = /\{vault:\/\/|\$\{\{/;

const sharedSecretProblem = ({ secret, rsa_public_key: key }: JwtSecret): string | undefined => {
  if (secret === undefined) return 'has no secret; Kong would make up another one at each start';
  if (key !== undefined) return 'has a public key, which its algorithm does not use';
  return Buffer.byteLength(secret) < secretBytesMin
    ? `has a secret shorter than ${secretBytesMin} bytes`
    : undefined;
};

const isLongRsaKey = (key: KeyObject): boolean =>
  key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= rsaBitsMin;

const isP256Key = (key: KeyObject): boolean =>
  key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';

const publicKeyProblem = (
  { secret, rsa_public_key: pem }: JwtSecret,
  fits: (key: KeyObject) => boolean,
  wanted: string,
): string | undefined => {
  if (secret !== undefined) return 'has a secret, which its algorithm does not use';
  if (pem === undefined) return 'has no rsa_public_key, so that every token of it would be refused';
  return fits(createPublicKey(pem)) ? undefined : `has a key that is not ${wanted}`;
};

/** What is wrong with a credential, as a sentence about it; it never holds anything of the key. */
export const credentialProblem = (credential: JwtSecret): string | undefined => {
  const texts = [credential.key, credential.secret, credential.rsa_public_key];
  if (texts.some((text) => text !== undefined && placeholder.test(text))) {
    return 'holds a placeholder, which Kong takes for the key itself';
  }
  switch (credential.algorithm) {
    case 'HS256':
      return sharedSecretProblem(credential);
    case 'RS256':
      return publicKeyProblem(credential, isLongRsaKey, `RSA of ${rsaBitsMin} bits or more`);
    case 'ES256':
      return publicKeyProblem(credential, isP256Key, 'on the curve P-256');
    default:
      return `is of ${credential.algorithm}; the services verify HS256, RS256 and ES256 only`;
  }
};

/** Keys that verify something, of algorithms that the services behind verify too. */
export const credentialRules = ({ consumers }: Declaration): Problem[] =>
  consumers.flatMap(({ username, jwt_secrets: credentials }) =>
    credentials.flatMap((credential, index) => {
      const message = credentialProblem(credential);
      return message === undefined
        ? []
        : [{ path: `jwt_secrets[${index}] of consumer "${username}"`, message }];
    }),
  );
