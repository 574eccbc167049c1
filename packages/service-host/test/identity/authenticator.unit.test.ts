import { createSign, generateKeyPairSync } from 'node:crypto';
import { DomainError, type ActorId, type CompanyId } from '@accounting/kernel';
import { signedToken, testSigningKey, tokenSettings } from '@accounting/testing';
import { jwks } from '../../src/configuration/jwks';
import { createAuthenticator, requirePermission } from '../../src/identity/authenticator';
import { trustInKeys } from '../../src/identity/trust-bundle';

const day = 86_400_000;
const keys = trustInKeys(jwks(tokenSettings.AUTH_JWKS));
const policy = {
  trust: () => keys,
  isVouchedFor: () => false,
  issuer: tokenSettings.AUTH_ISSUER,
  audience: tokenSettings.AUTH_AUDIENCE,
  lifetimeMaxMs: day,
  cacheCountMax: 2,
};
const createBearerAuthenticator = () => {
  const authenticateHeaders = createAuthenticator(policy);
  return (authorization: string | undefined) => authenticateHeaders({ authorization });
};
const authenticate = createBearerAuthenticator();

const failureOf = (act: () => unknown): DomainError => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
};

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const standardClaims = () => {
  const iat = Math.floor(Date.now() / 1_000);
  return {
    iss: tokenSettings.AUTH_ISSUER,
    aud: tokenSettings.AUTH_AUDIENCE,
    sub: 'accountant',
    company: '0192f0c1-0000-7000-8000-000000000001',
    permissions: ['notes:read'],
    type: 'access',
    jti: 'j1',
    iat,
    exp: iat + 60,
  };
};

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

/** A token with any header and claims, signed with the test's key. */
const handmade = (claims: object, header: object = {}): string => {
  const fullHeader = { alg: 'ES256', kid: testSigningKey.keyId, ...header };
  const content = `${encode(fullHeader)}.${encode(claims)}`;
  const signature = createSign('sha256')
    .update(content)
    .sign({ key: testSigningKey.privateKeyPem, dsaEncoding: 'ieee-p1363' }, 'base64url');
  return `${content}.${signature}`;
};

const refusalOf = (token: string): string => {
  const error = failureOf(() => authenticate(`Bearer ${token}`));
  return `${error.code}: ${error.message}`;
};

describe('authentication', () => {
  it('tells company, actor and permissions from an accepted token', () => {
    const principal = authenticate(
      `Bearer ${signedToken({ actorId: 'nino' as ActorId, permissions: ['notes:read'] })}`,
    );
    expect(principal.actorId).toBe('nino');
    expect(principal.companyId).toBe('0192f0c1-0000-7000-8000-000000000001');
    expect([...principal.permissions]).toEqual(['notes:read']);
  });

  it('accepts the scheme in any case', () => {
    expect(authenticate(`bearer ${signedToken()}`).actorId).toBe('accountant');
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'token'])(
    'asks for a token when the header is %p',
    (header) => {
      expect(failureOf(() => authenticate(header)).code).toBe('host.token_missing');
    },
  );

  it('refuses an expired token with a code of its own', () => {
    expect(refusalOf(signedToken({ lifetimeSeconds: -60 }))).toMatch(/^host\.token_expired/);
  });

  it.each([
    ['of another issuer', signedToken({ issuer: 'someone' }), 'jwt issuer invalid'],
    ['for another audience', signedToken({ audience: 'someone' }), 'jwt audience invalid'],
    ['valid for more than a day', signedToken({ lifetimeSeconds: 86_401 }), 'valid for too long'],
    ['without a company', signedToken({ companyId: 'x' as CompanyId }), '"company" is no UUID'],
    ['that is no token', 'abc', 'names no signing key'],
  ])('refuses one %s', (_what, token, reason) => {
    expect(refusalOf(token)).toMatch(/^host\.token_invalid/);
    expect(refusalOf(token)).toContain(reason);
  });

  it.each([
    ['a refresh token', { type: 'refresh' }, '"type" is not "access"'],
    ['one without jti', { jti: undefined }, 'lacks "jti"'],
    ['one without exp', { exp: undefined }, 'lacks "exp"'],
    ['one not valid yet', { nbf: Math.floor(Date.now() / 1_000) + 600 }, 'jwt not active'],
    ['one whose iat is no number', { iat: 'abc', exp: inSeconds(9e9) }, '"iat" is no number'],
    ['one whose iat is null', { iat: null }, '"iat" is no number'],
    [
      'one issued in a year',
      { iat: inSeconds(31_536_000), exp: inSeconds(31_536_010) },
      '"iat" is in the future',
    ],
    ['one issued in a minute', { iat: inSeconds(60), exp: inSeconds(120) }, 'in the future'],
    ['permissions that are no list', { permissions: 'all' }, '"permissions" are no list'],
    ['permissions that are no text', { permissions: [1] }, '"permissions" are no list'],
    ['an actor with a space', { sub: 'a b' }, '"sub" names no actor'],
    ['no actor', { sub: undefined }, '"sub" names no actor'],
  ])('refuses %s', (_what, claims, reason) => {
    expect(refusalOf(handmade({ ...standardClaims(), ...claims }))).toContain(reason);
  });

  it('accepts one issued by a clock that is a little ahead', () => {
    const ahead = { ...standardClaims(), iat: inSeconds(4) };
    expect(authenticate(`Bearer ${handmade(ahead)}`).actorId).toBe('accountant');
  });

  it('refuses one signed with a key that only claims to be ours', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const forged = {
      ...testSigningKey,
      privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
    expect(refusalOf(signedToken({}, forged))).toContain('invalid signature');
  });

  it('lets the key choose the algorithm, never the token', () => {
    const header = encode({ alg: 'none', kid: testSigningKey.keyId });
    const unsigned = `${header}.${encode(standardClaims())}.`;
    expect(refusalOf(unsigned)).toMatch(/^host\.token_invalid/);
    expect(refusalOf(handmade(standardClaims(), { alg: 'HS256' }))).toContain('invalid algorithm');
  });

  it('refuses an unknown key without looking further', () => {
    expect(refusalOf(handmade(standardClaims(), { kid: 'other' }))).toContain('no signing key');
  });

  it('refuses a token too long to be one', () => {
    expect(refusalOf('x'.repeat(8_193))).toMatch(/^host\.token_invalid/);
  });
});

describe('cache of verified tokens', () => {
  afterEach(() => jest.useRealTimers());

  it('gives the same principal for the same token until it expires', () => {
    jest.useFakeTimers({ now: Date.now() });
    const header = `Bearer ${signedToken({ lifetimeSeconds: 60 })}`;
    const first = authenticate(header);
    expect(authenticate(header)).toBe(first);
    jest.advanceTimersByTime(66_000);
    expect(failureOf(() => authenticate(header)).code).toBe('host.token_expired');
  });

  it('keeps no more tokens than it may', () => {
    const headers = ['a', 'b', 'c'].map(
      (actor) => `Bearer ${signedToken({ actorId: actor as ActorId })}`,
    );
    const bounded = createBearerAuthenticator();
    const principals = headers.map((header) => bounded(header));
    expect(bounded(headers[2])).toBe(principals[2]);
    expect(bounded(headers[0])).not.toBe(principals[0]);
  });

  it('never remembers a token that it refused', () => {
    const expired = `Bearer ${signedToken({ lifetimeSeconds: -60 })}`;
    expect(failureOf(() => authenticate(expired)).code).toBe('host.token_expired');
    expect(failureOf(() => authenticate(expired)).code).toBe('host.token_expired');
  });
});

describe('permission', () => {
  it('is named when it is missing', () => {
    const principal = authenticate(`Bearer ${signedToken({ permissions: ['notes:read'] })}`);
    requirePermission(principal, 'notes:read');
    const error = failureOf(() => requirePermission(principal, 'notes:write'));
    expect([error.kind, error.code]).toEqual(['permission_denied', 'host.permission_denied']);
    expect(error.details).toEqual({ permission: 'notes:write' });
    expect(error.message).toContain('"notes:write"');
  });
});
