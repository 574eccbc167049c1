import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { sign } from 'jsonwebtoken';
import { parseToken, signatureVerifier } from '../../../src/gateway/plugins/jwt-token';

const part = (text: string): string => Buffer.from(text).toString('base64url');
const tokenOf = (header: string, claims = '{}'): string => `${part(header)}.${part(claims)}.x`;

describe('a token taken apart', () => {
  it('has its header and claims', () => {
    expect(parseToken(tokenOf('{"alg":"ES256","kid":"k"}', '{"exp":7}'))).toEqual({
      header: { alg: 'ES256', kid: 'k' },
      claims: { exp: 7 },
    });
  });

  it.each(['', 'a', 'a.b', 'a.b.c', `${tokenOf('{"alg":"ES256"}')}.more`, '..'])(
    'is none when it is %j',
    (token) => {
      expect(parseToken(token)).toEqual({ fault: 'invalid JSON' });
    },
  );

  it.each(['{}', '{"alg":"none"}', '{"alg":"hs256"}', '{"alg":7}', '"text"', '[]'])(
    'has an algorithm that Kong knows, which %s has not',
    (header) => {
      expect(parseToken(tokenOf(header))).toEqual({ fault: 'invalid alg' });
    },
  );

  it.each(['"JWE"', '7', 'null'])('is of the type JWT, and not %s', (type) => {
    expect(parseToken(tokenOf(`{"alg":"ES256","typ":${type}}`))).toEqual({ fault: 'invalid typ' });
  });

  it.each(['null', '7', 'true'])('fails in Kong when a part is %s', (text) => {
    expect(parseToken(tokenOf(text))).toEqual({ isFatal: true });
    expect(parseToken(tokenOf('{"alg":"ES256"}', text))).toEqual({ isFatal: true });
  });
});

const keys = {
  RS: generateKeyPairSync('rsa', { modulusLength: 2_048 }),
  ES: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};

const pemOf = (kind: keyof typeof keys): string =>
  keys[kind].publicKey.export({ type: 'spki', format: 'pem' }).toString();

describe('the signature', () => {
  it.each([
    ['HS256', { secret: 's'.repeat(32) }, 's'.repeat(32)],
    ['HS512', { secret: 's'.repeat(32) }, 's'.repeat(32)],
    ['RS256', { rsa_public_key: pemOf('RS') }, keys.RS.privateKey],
    ['PS256', { rsa_public_key: pemOf('RS') }, keys.RS.privateKey],
    ['ES256', { rsa_public_key: pemOf('ES') }, keys.ES.privateKey],
  ] as const)('by %s is verified', (algorithm, credential, key) => {
    const verify = signatureVerifier({ key: 'k', algorithm, tags: undefined, ...credential });
    // An expired token, because the times are not this function's.
    const token = sign({ sub: 'a', exp: 1 }, key, { algorithm });
    expect(verify?.(token)).toBe('valid');
    const [header, , signature] = token.split('.');
    expect(verify?.(`${header ?? ''}.${part('{"sub":"b"}')}.${signature ?? ''}`)).toBe('invalid');
  });

  it('that is not as long as the curve asks makes Kong fail', () => {
    const credential = { key: 'k', algorithm: 'ES256', rsa_public_key: pemOf('ES') } as const;
    const verify = signatureVerifier(credential);
    const content = `${part('{"alg":"ES256"}')}.${part('{}')}`;
    const der = signBytes('sha256', Buffer.from(content), keys.ES.privateKey);
    expect(verify?.(`${content}.${der.toString('base64url')}`)).toBe('fatal');
    expect(verify?.(`${content}.`)).toBe('fatal');
  });

  it('cannot be verified without a key', () => {
    expect(signatureVerifier({ key: 'k', algorithm: 'ES256' })).toBeUndefined();
    expect(signatureVerifier({ key: 'k', algorithm: 'HS256' })).toBeUndefined();
    expect(signatureVerifier({ key: 'k', algorithm: 'EdDSA' })).toBeUndefined();
  });
});
