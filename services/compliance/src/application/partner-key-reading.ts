import { reject } from '@accounting/kernel';
import { createPublicKey, hash, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { PartnerKeyContent } from '../domain/partner/commands';
import { defineError } from '../domain/error-definition';

export const errors = {
  privateKey: defineError(
    'partner_key_private',
    'invalid_argument',
    'This is a private key or a secret, which must never leave its owner. It has been sent over ' +
      'the network, so treat it as compromised: make a new pair, and send the public key only. ' +
      'Nothing of it was kept here.',
  ),
  invalid: defineError(
    'partner_key_invalid',
    'invalid_argument',
    'This is no public key: send SubjectPublicKeyInfo in PEM, or a JSON Web Key.',
  ),
  unsuitable: defineError(
    'partner_key_unsuitable',
    'invalid_argument',
    'The key does not fit its algorithm: RS256 takes RSA, ES256 takes the curve P-256.',
  ),
  weak: defineError(
    'partner_key_weak',
    'invalid_argument',
    'An RSA key has 2,048 to 8,192 bits, and an odd public exponent from 65,537 on.',
  ),
} as const;

/** A public key as a partner hands it over: PEM text, or a JSON Web Key. */
export interface OfferedKey {
  readonly algorithm: 'RS256' | 'ES256';
  readonly publicKey: string | Readonly<Record<string, unknown>>;
}

const field = 'publicKey';
/** Members of a JSON Web Key that only its owner may know (RFC 7518, sections 6.2 to 6.4). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const isPrivate = (publicKey: OfferedKey['publicKey']): boolean =>
  typeof publicKey === 'string'
    ? /PRIVATE KEY/i.test(publicKey)
    : privateMembers.some((member) => member in publicKey);

/** Node would read a certificate, too, and the public half of a private key. */
const publicPem =
  /^\s*-----BEGIN (RSA )?PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END \1?PUBLIC KEY-----\s*$/;

const keyOf = (publicKey: OfferedKey['publicKey']): KeyObject | undefined => {
  try {
    if (typeof publicKey !== 'string') {
      return createPublicKey({ key: publicKey as JsonWebKey, format: 'jwk' });
    }
    return publicPem.test(publicKey) ? createPublicKey(publicKey) : undefined;
  } catch {
    return undefined;
  }
};

const isStrongRsa = ({ asymmetricKeyDetails: details }: KeyObject): boolean => {
  const { modulusLength = 0, publicExponent = 0n } = details ?? {};
  // FIPS 186-5, section 5.1. With an exponent of 1 every message is its own signature.
  const isSoundExponent = publicExponent > 65_536n && publicExponent % 2n === 1n;
  return modulusLength >= 2_048 && modulusLength <= 8_192 && isSoundExponent;
};

const fits = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, algorithm: string) =>
  algorithm === 'RS256'
    ? asymmetricKeyType === 'rsa'
    : asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';

/**
 * Reads a public key and brings it into one form. Fails with kind `invalid_argument` when it is
 * private, no key, of another kind than its algorithm, or weak; no message repeats any of it.
 */
export const readPartnerKey = ({ algorithm, publicKey }: OfferedKey): PartnerKeyContent => {
  if (isPrivate(publicKey)) throw reject(errors.privateKey, { field });
  const key = keyOf(publicKey);
  if (key === undefined) throw reject(errors.invalid, { field });
  if (!fits(key, algorithm)) throw reject(errors.unsuitable, { field });
  if (algorithm === 'RS256' && !isStrongRsa(key)) throw reject(errors.weak, { field });
  return {
    algorithm,
    publicKeyPem: key.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: hash('sha256', key.export({ type: 'spki', format: 'der' }), 'hex'),
  };
};
