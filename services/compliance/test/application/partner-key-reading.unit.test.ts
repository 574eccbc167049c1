import { createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { readPartnerKey } from '../../src/application/partner-key-reading';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

const codeOf = (algorithm: 'RS256' | 'ES256', publicKey: unknown): unknown => {
  try {
    readPartnerKey({ algorithm, publicKey: publicKey as string });
    return undefined;
  } catch (refusal) {
    return (refusal as { readonly code: unknown }).code;
  }
};

describe('the public key of a partner', () => {
  it('has one form and one fingerprint, however it is written', () => {
    const asPem = readPartnerKey({ algorithm: 'ES256', publicKey: pemOf(ec.publicKey) });
    const asJwk = readPartnerKey({
      algorithm: 'ES256',
      publicKey: ec.publicKey.export({ format: 'jwk' }),
    });
    expect(asPem).toEqual(asJwk);
    expect(asPem).toEqual({
      algorithm: 'ES256',
      publicKeyPem: pemOf(ec.publicKey),
      fingerprint: hash('sha256', ec.publicKey.export({ type: 'spki', format: 'der' }), 'hex'),
    });
  });

  it('may be RSA in either form of PEM', () => {
    const pkcs1 = rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    const read = readPartnerKey({ algorithm: 'RS256', publicKey: `\n${pkcs1}\n` });
    expect(read).toEqual(readPartnerKey({ algorithm: 'RS256', publicKey: pemOf(rsa.publicKey) }));
  });

  it.each([
    ['in PKCS #8', ec.privateKey.export({ type: 'pkcs8', format: 'pem' })],
    ['in SEC 1', ec.privateKey.export({ type: 'sec1', format: 'pem' })],
    ['beside a public one', pemOf(ec.publicKey) + 'x-----begin private key-----'],
    ['as a JSON Web Key', ec.privateKey.export({ format: 'jwk' })],
    ['that is a shared secret', { kty: 'oct', k: 'c2VjcmV0' }],
  ])('is refused with a warning when it is a private one %s', (_what, key) => {
    expect(codeOf('ES256', key)).toBe('compliance.partner_key_private');
  });

  it('names in the warning that the key is compromised, and nothing of the key', () => {
    const publicKey = ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => readPartnerKey({ algorithm: 'ES256', publicKey })).toThrow('as compromised');
  });

  it.each([
    ['nothing', ''],
    ['text', 'ssh-rsa AAAA'],
    ['PEM of nothing', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
    ['an empty object', {}],
    ['a point that is not on the curve', { kty: 'EC', crv: 'P-256', x: 'AQ', y: 'AQ' }],
  ])('is refused when it is %s', (_what, key) => {
    expect(codeOf('ES256', key)).toBe('compliance.partner_key_invalid');
  });

  it.each([
    ['RSA for ES256', 'ES256', rsa.publicKey],
    ['P-256 for RS256', 'RS256', ec.publicKey],
    ['P-384', 'ES256', generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey],
    ['Ed25519', 'ES256', generateKeyPairSync('ed25519').publicKey],
    ['RSA-PSS', 'RS256', generateKeyPairSync('rsa-pss', { modulusLength: 2_048 }).publicKey],
  ] as const)('is refused when it does not fit its algorithm: %s', (_what, algorithm, key) => {
    expect(codeOf(algorithm, pemOf(key))).toBe('compliance.partner_key_unsuitable');
  });

  it('is refused when it is short', () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey;
    expect(codeOf('RS256', pemOf(short))).toBe('compliance.partner_key_weak');
  });

  it('is refused when every message would be its own signature', () => {
    const { n } = rsa.publicKey.export({ format: 'jwk' });
    const weak = { kty: 'RSA', n: n ?? '', e: 'AQ' };
    expect(createPublicKey({ key: weak, format: 'jwk' }).asymmetricKeyDetails).toMatchObject({
      publicExponent: 1n,
    });
    expect(codeOf('RS256', weak)).toBe('compliance.partner_key_weak');
  });
});
