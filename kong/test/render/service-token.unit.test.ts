import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readRendererKey } from '@accounting/kong';
import { verify } from 'jsonwebtoken';
import { signServiceToken } from '../../src/render/service-token';

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('a token of the renderer', () => {
  it('says which service it is, for a minute, once', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const identity = { privateKey: readRendererKey(pem(privateKey)), audience: 'accounting' };
    const read = () =>
      verify(signServiceToken(identity), publicKey, { algorithms: ['ES256'], complete: true });
    const { header, payload } = read();
    expect(header).toMatchObject({ alg: 'ES256', kid: 'gateway-renderer' });
    if (typeof payload === 'string') throw new Error('the payload is no JSON');
    expect(payload).toMatchObject({
      ...{ type: 'service', sub: 'gateway-renderer', aud: 'accounting' },
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
    expect(payload.jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(read().payload).not.toMatchObject({ jti: payload.jti });
  });

  it('is signed with a key on P-256, and what is wrong with another is not quoted', () => {
    const p384 = pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey);
    const rsa = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    for (const wrong of [p384, rsa]) {
      expect(() => readRendererKey(wrong)).toThrow('is not on the curve P-256');
    }
    expect(() => readRendererKey('a secret text')).toThrow(/^The signing key [a-z ]+ in PEM\.$/i);
  });
});
