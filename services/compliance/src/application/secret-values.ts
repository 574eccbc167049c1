import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const secretBytes = 32;

/** 256 random bits as base64url: 43 characters. */
export const newSecretText = (): string => randomBytes(secretBytes).toString('base64url');

/**
 * What is kept of a secret that was drawn at random. A fast hash does: unlike a password, 80 bits
 * or more cannot be guessed.
 */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Compares without telling by its duration where the two differ. */
export const isSameDigest = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

/** Without I, L, O and U, which are taken for other letters and digits. */
const codeAlphabet = 'ABCDEFGHJKMNPQRSTVWXYZ0123456789';
const codeGroups = 4;
const groupLetters = 4;

/** 80 random bits as a person can write them down: `7K2M-Q0XW-…`. */
export const newRecoveryCode = (): string => {
  // 32 letters, so five bits of a byte choose one without favouring any.
  const letters = Array.from(randomBytes(codeGroups * groupLetters), (byte) =>
    codeAlphabet.charAt(byte % codeAlphabet.length),
  ).join('');
  return Array.from({ length: codeGroups }, (_, group) =>
    letters.slice(group * groupLetters, (group + 1) * groupLetters),
  ).join('-');
};

/** The digest of a recovery code, however it was typed. */
export const recoveryCodeDigest = (code: string): Buffer =>
  digestOf(
    code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'),
  );
