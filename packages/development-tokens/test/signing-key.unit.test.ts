import { createSigningKey, loadSigningKey, publicKeySet } from '@accounting/development-tokens';

const publicKeyIn = (keySet: string): Record<string, string> | undefined =>
  (JSON.parse(keySet) as { keys: Record<string, string>[] }).keys[0];

describe('a signing key', () => {
  it('keeps its name when it is stored and loaded again', () => {
    const made = createSigningKey();
    expect(loadSigningKey(made.privateKeyPem)).toEqual(made);
  });

  it('publishes nothing of its private part', () => {
    const key = publicKeyIn(publicKeySet(createSigningKey()));
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});
