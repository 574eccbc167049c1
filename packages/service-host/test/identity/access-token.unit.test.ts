import { generateKeyPairSync } from 'node:crypto';
import { signedToken, testSigningKey, tokenSettings } from '@accounting/testing';
import { decode, sign } from 'jsonwebtoken';
import { Secret } from '../../src/configuration/secret';
import { createAuthenticator } from '../../src/identity/authenticator';
import { createGatewayProof, type CallerHeaders } from '../../src/identity/gateway-proof';
import { trustOf } from '../../src/identity/trust-bundle';
import {
  bank,
  bankToken,
  companyId,
  gatewaySecret,
  shop,
  shopToken,
  trustBundle,
} from '../fixtures/trusted-parties';

const setUp = () => {
  const state = { trust: trustOf(trustBundle()), uses: [] as string[] };
  const authenticate = createAuthenticator({
    trust: () => state.trust,
    isVouchedFor: createGatewayProof({
      secrets: new Secret([gatewaySecret]),
      identity: undefined,
    }),
    onPartnerUse: (keyId) => void state.uses.push(keyId),
    issuer: tokenSettings.AUTH_ISSUER,
    audience: tokenSettings.AUTH_AUDIENCE,
    lifetimeMaxMs: 3_600_000,
    cacheCountMax: 10,
  });
  const ask = (token: string, headers: CallerHeaders = {}) =>
    authenticate({ authorization: `Bearer ${token}`, ...headers });
  const refusalOf = (token: string, headers: CallerHeaders = {}): string => {
    try {
      ask(token, headers);
    } catch (error) {
      const { code, message } = error as { readonly code: string; readonly message: string };
      return `${code}: ${message}`;
    }
    return 'accepted';
  };
  return { state, ask, refusalOf };
};

const claimsOf = (token: string): object => decode(token, { json: true }) ?? {};

/** What the gateway says of a request of the bank. */
const fromGateway: CallerHeaders = {
  'x-gateway-secret': gatewaySecret,
  'x-consumer-custom-id': 'bank',
  'x-credential-identifier': bank.keyId,
};

describe('a token that a partner signed', () => {
  it('acts as the partner, for the company and with the permissions it was registered with', () => {
    const { ask, state } = setUp();
    const principal = ask(shopToken({ sub: 'admin', permissions: ['notes:write'] }));
    expect(principal.actorId).toBe('partner:shop');
    expect(principal.companyId).toBe(companyId);
    expect([...principal.permissions]).toEqual(['notes:read']);
    expect(principal.credential).toMatchObject({ kind: 'partner', keyId: shop.keyId });
    expect(state.uses).toEqual([shop.keyId]);
  });

  const now = Math.floor(Date.now() / 1_000);
  it.each([
    ['for another audience', { aud: 'somebody' }, 'jwt audience invalid'],
    ['for another company', { company: '0192f0c1-0000-7000-8000-000000000002' }, 'registered for'],
    ['without jti', { jti: undefined }, 'lacks "jti"'],
    ['without exp', { exp: undefined }, 'lacks "exp"'],
    ['valid for too long', { exp: now + 3_700 }, 'valid for too long'],
    ['expired', { iat: now - 120, exp: now - 60 }, 'host.token_expired'],
    ['not valid yet', { nbf: now + 60 }, 'jwt not active'],
  ])('is refused %s', (_what, claims, reason) => {
    const { refusalOf } = setUp();
    expect(refusalOf(shopToken(claims))).toContain(reason);
    expect(refusalOf(bankToken(claims), fromGateway)).toContain(reason);
  });

  it('is refused with the signature of another', () => {
    const { refusalOf } = setUp();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const claims = { aud: tokenSettings.AUTH_AUDIENCE, jti: 'j' };
    const options = { keyid: shop.keyId, expiresIn: 60 } as const;
    const forged = sign(claims, privateKey, { ...options, algorithm: 'RS256' });
    expect(refusalOf(forged)).toContain('invalid signature');
    const pem = shop.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const confused = sign(claims, Buffer.from(pem).toString('base64'), {
      ...options,
      algorithm: 'HS256',
    });
    expect(refusalOf(confused, fromGateway)).toContain('invalid algorithm');
  });

  it('is refused once the partner is suspended, however well it was known', () => {
    const { ask, refusalOf, state } = setUp();
    const token = shopToken();
    ask(token);
    state.trust = trustOf(trustBundle({ partners: [] }));
    expect(refusalOf(token)).toContain('names no signing key');
  });
});

describe('a token signed with a shared secret', () => {
  it('is accepted from the gateway', () => {
    const { ask } = setUp();
    expect(ask(bankToken(), fromGateway).actorId).toBe('partner:bank');
  });

  it.each([
    ['nobody', {}],
    ['somebody who knows the headers', { ...fromGateway, 'x-gateway-secret': undefined }],
    ['somebody with another secret', { ...fromGateway, 'x-gateway-secret': 'x' }],
    ['the gateway for another consumer', { ...fromGateway, 'x-consumer-custom-id': 'shop' }],
    ['the gateway for another key', { ...fromGateway, 'x-credential-identifier': 'k' }],
  ])('is refused from %s, also when it was accepted before', (_who, headers) => {
    const { ask, refusalOf } = setUp();
    const token = bankToken();
    expect(refusalOf(token, headers)).toContain('through the gateway only');
    ask(token, fromGateway);
    expect(refusalOf(token, headers)).toContain('through the gateway only');
  });

  it('is refused with the signature of another secret, also from the gateway', () => {
    const { refusalOf } = setUp();
    const [header = '', claims = ''] = bankToken().split('.');
    expect(refusalOf(`${header}.${claims}.x`, fromGateway)).toContain('invalid signature');
    const options = { keyid: bank.keyId, algorithm: 'HS256' } as const;
    const forged = sign(claimsOf(bankToken()), 'another secret, made up 0123456789', options);
    expect(refusalOf(forged, fromGateway)).toContain('invalid signature');
    const unsigned = Buffer.from('{"alg":"none","kid":"bank-key-1"}').toString('base64url');
    expect(refusalOf(`${unsigned}.${claims}.`, fromGateway)).toContain('host.token_invalid');
  });

  it('is refused as long as the secret is not known here', () => {
    const { refusalOf, state } = setUp();
    const partners = trustBundle().partners.map(({ secret: _secret, ...entry }) => entry);
    state.trust = trustOf(trustBundle({ partners }));
    expect(refusalOf(bankToken(), fromGateway)).toContain('names no signing key');
  });
});

describe('a token of a person', () => {
  it('is refused from the moment that it was revoked', () => {
    const { ask, refusalOf, state } = setUp();
    const token = signedToken();
    const { tokenId } = ask(token).credential;
    const revocations = [{ jti: tokenId, expiresAt: '2030-01-01T00:00:00Z' }];
    state.trust = trustOf(trustBundle({ revocations }));
    expect(refusalOf(token)).toContain('host.token_revoked');
  });

  it('is refused once its key is no longer trusted, and stays known otherwise', () => {
    const { ask, refusalOf, state } = setUp();
    const token = signedToken();
    const principal = ask(token);
    state.trust = trustOf(trustBundle({ revocations: [{ jti: 'x', expiresAt: '2030-01-01' }] }));
    expect(ask(token)).toBe(principal);
    state.trust = trustOf(trustBundle({ keys: [] }));
    expect(refusalOf(token)).toContain('names no signing key');
  });

  it('is not needed by the gateway to be believed', () => {
    const { ask } = setUp();
    const headers = { 'x-consumer-custom-id': 'bank', 'x-credential-identifier': 'k' };
    expect(ask(signedToken(), headers).credential.keyId).toBe(testSigningKey.keyId);
  });

  it('shows nothing of itself when its principal is printed', () => {
    const { ask } = setUp();
    const token = signedToken();
    expect(JSON.stringify(ask(token).credential)).not.toContain(token.slice(-20));
    expect(ask(token).credential.authorization.reveal()).toBe(`Bearer ${token}`);
  });
});
