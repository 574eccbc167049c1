import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { JwtSecret } from '@accounting/kong';
import { credentialProblem } from '../../src/policy/credential-rules';

const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const elliptic = (namedCurve: string): string =>
  pem(generateKeyPairSync('ec', { namedCurve }).publicKey);
const rsa = (modulusLength: number): string =>
  pem(generateKeyPairSync('rsa', { modulusLength }).publicKey);

const p256 = elliptic('P-256');
const p384 = elliptic('P-384');
const longRsa = rsa(2048);
const shortRsa = rsa(1024);
const secret = 's'.repeat(32);

const problemOf = (credential: Partial<JwtSecret>): string | undefined =>
  credentialProblem({ key: 'key', algorithm: 'HS256', ...credential });

describe('a credential', () => {
  it.each<Partial<JwtSecret>>([
    { algorithm: 'HS256', secret },
    { algorithm: 'ES256', rsa_public_key: p256 },
    { algorithm: 'RS256', rsa_public_key: longRsa },
  ])('may be of $algorithm', (credential) => {
    expect(problemOf(credential)).toBeUndefined();
  });

  it.each([
    ['{vault://env/shop-secret-of-many-letters}', 'secret'],
    ['${{ env "DECK_SHOP_SECRET_OF_MANY_LETTERS" }}', 'secret'],
    ['{vault://env/key}', 'key'],
  ] as const)('holds no placeholder: %s as %s', (text, field) => {
    const message = 'holds a placeholder, which Kong takes for the key itself';
    expect(problemOf({ secret, [field]: text })).toBe(message);
  });

  it('has a secret of 32 bytes, and has one at all', () => {
    expect(problemOf({ secret: 's'.repeat(31) })).toBe('has a secret shorter than 32 bytes');
    expect(problemOf({ secret: 'ა'.repeat(11) })).toBeUndefined();
    expect(problemOf({})).toBe('has no secret; Kong would make up another one at each start');
  });

  it.each([
    [{ algorithm: 'ES256' }, 'has no rsa_public_key, so that every token of it would be refused'],
    [{ algorithm: 'ES256', rsa_public_key: p384 }, 'has a key that is not on the curve P-256'],
    [{ algorithm: 'ES256', rsa_public_key: longRsa }, 'has a key that is not on the curve P-256'],
    [
      { algorithm: 'RS256', rsa_public_key: p256 },
      'has a key that is not RSA of 2048 bits or more',
    ],
    [
      { algorithm: 'RS256', rsa_public_key: shortRsa },
      'has a key that is not RSA of 2048 bits or more',
    ],
    [
      { algorithm: 'RS256', rsa_public_key: longRsa, secret },
      'has a secret, which its algorithm does not use',
    ],
    [
      { algorithm: 'HS256', rsa_public_key: longRsa, secret },
      'has a public key, which its algorithm does not use',
    ],
    [
      { algorithm: 'HS512', secret },
      'is of HS512; the services verify HS256, RS256 and ES256 only',
    ],
    [
      { algorithm: 'ES384', rsa_public_key: p384 },
      'is of ES384; the services verify HS256, RS256 and ES256 only',
    ],
  ] as const)('fits its algorithm: %#', (credential, message) => {
    expect(problemOf(credential)).toBe(message);
  });
});
