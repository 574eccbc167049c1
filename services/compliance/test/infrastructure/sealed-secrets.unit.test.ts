import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { createSealedSecrets, secretsKeys } from '../../src/infrastructure/sealed-secrets';

const newKey = (): string => randomBytes(32).toString('base64');
const secret = Buffer.from('a secret that is read again');
const owner = 'second-factor:1';

describe('the setting SECRETS_KEY', () => {
  it.each([
    ['no base64', 'not a key'],
    ['a key that is too short', randomBytes(31).toString('base64')],
    ['a key that is too long', randomBytes(33).toString('base64')],
    ['three keys', [newKey(), newKey(), newKey()].join()],
    ['an empty second key', `${newKey()},`],
  ])('refuses %s', (_what, text) => {
    expect(() => secretsKeys(text)).toThrow('must be 32 bytes in base64');
  });

  it('refuses the same key twice', () => {
    const key = newKey();
    expect(() => secretsKeys(`${key},${key}`)).toThrow('must name two different keys');
  });

  it('prints as nothing', () => {
    const key = newKey();
    expect(inspect(secretsKeys(key)) + JSON.stringify(secretsKeys(key))).toBe('***"***"');
  });
});

describe('a sealed secret', () => {
  const key = newKey();
  const secrets = createSealedSecrets(secretsKeys(key));

  it('opens for the row it was sealed for', () => {
    const sealed = secrets.seal(secret, owner);
    expect(sealed.includes(secret)).toBe(false);
    expect(secrets.open(sealed, owner)).toEqual(secret);
  });

  it('does not open for another row', () => {
    expect(() => secrets.open(secrets.seal(secret, owner), 'second-factor:2')).toThrow(
      'The sealed secret of second-factor:2 does not open',
    );
  });

  it('does not open when any byte of it was changed, or it was cut off', () => {
    const sealed = secrets.seal(secret, owner);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => secrets.open(changed, owner)).toThrow('does not open');
      expect(() => secrets.open(sealed.subarray(0, index), owner)).toThrow('does not open');
    }
  });

  it('is never sealed twice the same way', () => {
    expect(secrets.seal(secret, owner)).not.toEqual(secrets.seal(secret, owner));
  });

  it('opens with the old key while the key rotates, and is then outdated', () => {
    const sealed = secrets.seal(secret, owner);
    const rotating = createSealedSecrets(secretsKeys(`${newKey()},${key}`));
    expect(rotating.open(sealed, owner)).toEqual(secret);
    expect(rotating.isOutdated(sealed, owner)).toBe(true);
    expect(rotating.isOutdated(rotating.seal(secret, owner), owner)).toBe(false);
  });

  it('does not open without its key', () => {
    const others = createSealedSecrets(secretsKeys(newKey()));
    expect(() => others.open(secrets.seal(secret, owner), owner)).toThrow('does not open');
  });
});
