import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { SettingParser } from './settings';

export type SigningAlgorithm = 'RS256' | 'ES256';

/** A public key that access tokens may be signed with. */
export interface VerificationKey {
  readonly keyId: string;
  readonly algorithm: SigningAlgorithm;
  readonly publicKey: KeyObject;
}

/** Public keys by their `kid`. */
export type KeySet = ReadonlyMap<string, VerificationKey>;

const rsaModulusBitsMin = 2_048;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const algorithmOf = (key: KeyObject): SigningAlgorithm | undefined => {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa') {
    return (details?.modulusLength ?? 0) >= rsaModulusBitsMin ? 'RS256' : undefined;
  }
  return details?.namedCurve === 'prime256v1' ? 'ES256' : undefined;
};

const publicKeyOf = (jwk: JsonWebKey, place: string): KeyObject => {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    throw new Error(`has no usable public key at ${place}`);
  }
};

const verificationKey = (jwk: unknown, index: number): VerificationKey => {
  const place = `keys[${index}]`;
  if (!isRecord(jwk)) throw new Error(`must have an object at ${place}`);
  const keyId = jwk['kid'];
  if (typeof keyId !== 'string' || keyId === '') throw new Error(`lacks a "kid" at ${place}`);
  // A private key here would travel to every service that only has to verify.
  if ('d' in jwk || 'k' in jwk) throw new Error(`must hold public keys only; see ${place}`);
  const publicKey = publicKeyOf(jwk, place);
  const algorithm = algorithmOf(publicKey);
  if (algorithm === undefined || (jwk['alg'] !== undefined && jwk['alg'] !== algorithm)) {
    throw new Error(
      `must hold RS256 keys of ${rsaModulusBitsMin} bits or more, or ES256 keys; see ${place}`,
    );
  }
  return { keyId, algorithm, publicKey };
};

/** Reads the public keys of a JSON Web Key Set. Throws an `Error` that says what is wrong. */
export const keySetOf = (keys: readonly unknown[]): KeySet => {
  const verificationKeys = keys.map(verificationKey);
  const set = new Map(verificationKeys.map((key) => [key.keyId, key]));
  if (set.size < verificationKeys.length) throw new Error('names the same "kid" twice');
  return set;
};

/** A JSON Web Key Set (RFC 7517) of public keys, one per `kid`. */
export const jwks: SettingParser<KeySet> = (text) => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error('must be a JSON Web Key Set');
  }
  const keys = isRecord(parsed) ? parsed['keys'] : undefined;
  if (!Array.isArray(keys) || keys.length === 0) {
    throw new Error('must be a JSON Web Key Set with at least one key in "keys"');
  }
  return keySetOf(keys);
};
