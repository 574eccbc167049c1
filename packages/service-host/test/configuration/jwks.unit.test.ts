import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { jwks } from '../../src/configuration/jwks';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });

const jwk = (key: KeyObject, members: object = { kid: 'k1' }): object => ({
  ...key.export({ format: 'jwk' }),
  ...members,
});

const parse = (...keys: readonly unknown[]) => jwks(JSON.stringify({ keys }));

describe('key set', () => {
  it('holds RS256 and ES256 keys by their kid', () => {
    const set = parse(jwk(ec.publicKey), jwk(rsa.publicKey, { kid: 'k2', alg: 'RS256' }));
    expect([...set.values()].map(({ keyId, algorithm }) => [keyId, algorithm])).toEqual([
      ['k1', 'ES256'],
      ['k2', 'RS256'],
    ]);
  });

  it.each([
    ['text that is no JSON', 'keys'],
    ['a set without keys', '{"keys":[]}'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('refuses %s', (_what, value) => {
    expect(() => jwks(value)).toThrow('must be a JSON Web Key Set');
  });

  it('refuses a private key, which only the issuer may hold', () => {
    expect(() => parse(jwk(ec.privateKey))).toThrow('must hold public keys only; see keys[0]');
  });

  it('refuses a shared secret', () => {
    expect(() => parse({ kty: 'oct', k: 'c2VjcmV0', kid: 'k1' })).toThrow('public keys only');
  });

  it('refuses keys that are too short or of another curve', () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(() => parse(jwk(short.publicKey))).toThrow('2048 bits or more');
    expect(() => parse(jwk(other.publicKey))).toThrow('ES256 keys; see keys[0]');
  });

  it('refuses a key that claims another algorithm', () => {
    expect(() => parse(jwk(ec.publicKey, { kid: 'k1', alg: 'HS256' }))).toThrow('see keys[0]');
  });

  it('refuses a key without kid, and a kid used twice', () => {
    expect(() => parse(jwk(ec.publicKey, {}))).toThrow('lacks a "kid" at keys[0]');
    expect(() => parse(jwk(ec.publicKey), jwk(rsa.publicKey))).toThrow('the same "kid" twice');
  });

  it('refuses what is no key', () => {
    expect(() => parse('key')).toThrow('must have an object at keys[0]');
    expect(() => parse({ kid: 'k1', kty: 'EC' })).toThrow('no usable public key at keys[0]');
  });
});
