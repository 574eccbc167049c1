import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Secret } from './secret';
import type { SettingParser } from './settings';

/** A private key in PEM for ES256 (ECDSA on P-256). */
export const signingKey: SettingParser<Secret<KeyObject>> = (text) => {
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    throw new Error('must be a private key in PEM');
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error('must be a key on the curve P-256, for ES256');
  }
  return new Secret(key);
};

const secretLengthMin = 32;
const secretsMax = 2;

/** One shared secret, or two separated by a comma while it is being changed. */
export const sharedSecrets: SettingParser<Secret<readonly string[]>> = (text) => {
  const secrets = text.split(',').map((secret) => secret.trim());
  if (secrets.length > secretsMax || secrets.some((secret) => secret.length < secretLengthMin)) {
    throw new Error(
      `must be a secret of ${secretLengthMin} characters or more, or two of them with a comma`,
    );
  }
  return new Secret(secrets);
};
