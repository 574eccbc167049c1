import { generateKeyPairSync } from 'node:crypto';
import { createSigningKey } from '@accounting/development-tokens';
import { sharedSecrets, signingKey } from '../../src/configuration/keys';

describe('a signing key', () => {
  it('is a private key on P-256, and prints as nothing', () => {
    const key = signingKey(createSigningKey().privateKeyPem);
    expect(key.reveal().type).toBe('private');
    expect(String(key)).toBe('***');
  });

  it('is no other key', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => signingKey(pem)).toThrow('curve P-256');
    expect(() => signingKey('key')).toThrow('must be a private key in PEM');
  });
});

describe('shared secrets', () => {
  const one = 'x'.repeat(32);

  it('are one, or two while they change', () => {
    expect(sharedSecrets(one).reveal()).toEqual([one]);
    expect(sharedSecrets(`${one}, ${one}y`).reveal()).toEqual([one, `${one}y`]);
  });

  it.each(['short', `${one},short`, `${one},${one},${one}`, `${one},`])('are not %p', (text) => {
    expect(() => sharedSecrets(text)).toThrow('32 characters or more');
  });
});
