import { createPublicKey, type JsonWebKey } from 'node:crypto';
import {
  createSigningKey,
  developmentAudience,
  developmentIssuer,
  publicKeySet,
  signToken,
} from '@accounting/development-tokens';
import { ActorId, CompanyId, invariant } from '@accounting/kernel';
import { decode, verify, type JwtPayload } from 'jsonwebtoken';

const actorId = ActorId.parse('nino');
const companyId = CompanyId.parse('0192f0c1-0000-7000-8000-000000000001');
invariant(actorId && companyId, 'the examples are identifiers');
const claims = { actorId, companyId, permissions: ['accounts:read'], lifetimeSeconds: 60 };

const publicKeyIn = (keySet: string) => {
  const { keys } = JSON.parse(keySet) as { keys: (JsonWebKey & { kid: string })[] };
  const [key] = keys;
  invariant(key, 'the set has a key');
  return { key, publicKey: createPublicKey({ key, format: 'jwk' }) };
};

describe('a development token', () => {
  it('is verified with the public key set and names its key', () => {
    const signingKey = createSigningKey();
    const token = signToken(signingKey, claims);
    const { key, publicKey } = publicKeyIn(publicKeySet(signingKey));
    expect(decode(token, { complete: true })?.header).toMatchObject({
      alg: 'ES256',
      kid: key.kid,
    });
    const payload = verify(token, publicKey, {
      algorithms: ['ES256'],
      issuer: developmentIssuer,
      audience: developmentAudience,
    }) as JwtPayload;
    expect(payload).toMatchObject({
      sub: 'nino',
      company: companyId,
      permissions: ['accounts:read'],
      type: 'access',
    });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(60);
  });

  it('of another key is refused', () => {
    const { publicKey } = publicKeyIn(publicKeySet(createSigningKey()));
    const forged = signToken(createSigningKey(), claims);
    expect(() => verify(forged, publicKey, { algorithms: ['ES256'] })).toThrow('invalid signature');
  });

  it('has expired already when its lifetime is negative', () => {
    const signingKey = createSigningKey();
    const { publicKey } = publicKeyIn(publicKeySet(signingKey));
    const expired = signToken(signingKey, { ...claims, lifetimeSeconds: -1 });
    expect(() => verify(expired, publicKey)).toThrow('jwt expired');
  });
});
