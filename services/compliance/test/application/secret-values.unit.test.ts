import {
  isSameDigest,
  newRecoveryCode,
  newSecretText,
  digestOf,
  recoveryCodeDigest,
} from '../../src/application/secret-values';

describe('secrets', () => {
  it('are 256 bits that never come twice', () => {
    const secrets = Array.from({ length: 100 }, newSecretText);
    expect(new Set(secrets).size).toBe(100);
    expect(secrets.every((secret) => /^[\w-]{43}$/.test(secret))).toBe(true);
  });

  it('are compared by their digests', () => {
    expect(isSameDigest(digestOf('one'), digestOf('one'))).toBe(true);
    expect(isSameDigest(digestOf('one'), digestOf('other'))).toBe(false);
    expect(isSameDigest(digestOf('one'), Buffer.of(1))).toBe(false);
  });
});

describe('a recovery code', () => {
  it('is four groups of letters and digits that nobody mistakes', () => {
    const code = newRecoveryCode();
    expect(code).toMatch(/^([A-HJKMNP-TV-Z0-9]{4}-){3}[A-HJKMNP-TV-Z0-9]{4}$/);
  });

  it('is the same however it is typed', () => {
    expect(recoveryCodeDigest('oil0 ab-cd')).toEqual(recoveryCodeDigest('0110ABCD'));
    expect(recoveryCodeDigest('A')).not.toEqual(recoveryCodeDigest('B'));
  });
});
