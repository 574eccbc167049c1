import { invariant } from '@accounting/kernel';
import { Secret, type SettingParser } from '@accounting/service-host';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
/** Random ones may be used about 2^32 times with one key (NIST SP 800-38D, 8.3). */
const nonceBytes = 12;
const tagBytes = 16;
/** The first byte of what is sealed, so that another algorithm can follow. */
const format = 1;

/** Keys that secrets are sealed with: the first seals, all open. */
export type SecretsKeys = Secret<readonly Buffer[]>;

/**
 * Reads SECRETS_KEY: one key of 32 bytes in base64, or two separated by a comma while it rotates.
 * Throws when there are none or more, or one is of another length or the same as the other.
 */
export const secretsKeys: SettingParser<SecretsKeys> = (text) => {
  const keys = text.split(',').map((part) => Buffer.from(part.trim(), 'base64'));
  if (keys.length > 2 || keys.some((key) => key.length !== keyBytes)) {
    throw new Error('must be 32 bytes in base64, or two such keys separated by a comma');
  }
  if (keys[1]?.equals(keys[0] as Buffer) === true) throw new Error('must name two different keys');
  return new Secret(keys);
};

/** Symmetric encryption of what has to be read again: signing keys, TOTP secrets, HS256 secrets. */
export interface SealedSecrets {
  /**
   * Encrypts and authenticates. `owner` names the row the secret belongs to, such as
   * `second-factor:<userId>`: moved to another row it no longer opens.
   */
  seal(secret: Uint8Array, owner: string): Buffer;
  /** What was sealed for this owner. Throws when it was changed, moved, or its key is not here. */
  open(sealed: Uint8Array, owner: string): Buffer;
  /** True when the key that seals now is not the one that sealed this: seal it again. */
  isOutdated(sealed: Uint8Array, owner: string): boolean;
}

/** AES-256-GCM: one byte of format, nonce, tag, ciphertext. */
export const createSealedSecrets = (secrets: SecretsKeys): SealedSecrets => {
  const keys = secrets.reveal();
  const [sealingKey] = keys;
  invariant(sealingKey !== undefined, 'there is a key to seal with');

  const openWith = (key: Buffer, sealed: Uint8Array, owner: string): Buffer | undefined => {
    const bytes = Buffer.from(sealed);
    const textStart = 1 + nonceBytes + tagBytes;
    if (bytes.length < textStart || bytes[0] !== format) return undefined;
    const nonce = bytes.subarray(1, 1 + nonceBytes);
    const opening = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
    opening.setAAD(Buffer.from(owner));
    opening.setAuthTag(bytes.subarray(1 + nonceBytes, textStart));
    try {
      return Buffer.concat([opening.update(bytes.subarray(textStart)), opening.final()]);
    } catch {
      return undefined;
    }
  };

  return {
    seal: (secret, owner) => {
      const nonce = randomBytes(nonceBytes);
      const sealing = createCipheriv(algorithm, sealingKey, nonce, { authTagLength: tagBytes });
      sealing.setAAD(Buffer.from(owner));
      const text = Buffer.concat([sealing.update(secret), sealing.final()]);
      return Buffer.concat([Buffer.of(format), nonce, sealing.getAuthTag(), text]);
    },
    open: (sealed, owner) => {
      for (const key of keys) {
        const secret = openWith(key, sealed, owner);
        if (secret !== undefined) return secret;
      }
      throw new Error(
        `The sealed secret of ${owner} does not open: it was changed, or its key is not here.`,
      );
    },
    isOutdated: (sealed, owner) => openWith(sealingKey, sealed, owner) === undefined,
  };
};
