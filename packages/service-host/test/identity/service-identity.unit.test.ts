import { tokenSettings, signedToken } from '@accounting/testing';
import { decode } from 'jsonwebtoken';
import { jwks } from '../../src/configuration/jwks';
import { createServiceAuthenticator } from '../../src/identity/service-identity';
import { neighbourSettings, serviceAuthorization } from '../fixtures/trusted-parties';

const authenticate = createServiceAuthenticator({
  keys: jwks(neighbourSettings.SERVICE_JWKS),
  audience: tokenSettings.AUTH_AUDIENCE,
});

const codeOf = (header: string | undefined): unknown => {
  try {
    return authenticate(header);
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
};

describe('identity of a service', () => {
  afterEach(() => jest.useRealTimers());

  it('is told by its own key', () => {
    expect(authenticate(serviceAuthorization('tax'))).toBe('tax');
  });

  it('holds for a minute and no longer', () => {
    const header = serviceAuthorization('tax');
    const { iat = 0, exp = 0 } = decode(header.slice('Bearer '.length), { json: true }) ?? {};
    expect(exp - iat).toBe(60);
    jest.useFakeTimers({ now: (exp + 6) * 1_000 });
    expect(codeOf(header)).toBe('host.service_token_invalid');
  });

  it.each([
    ['no header', undefined, 'host.service_token_missing'],
    ['no bearer token', 'Basic abc', 'host.service_token_missing'],
    ['no token', 'Bearer abc', 'host.service_token_invalid'],
    ['the key of another service', serviceAuthorization('tax', { key: 'notes' }), 'invalid'],
    ['another audience', serviceAuthorization('tax', { audience: 'others' }), 'invalid'],
    ['the token of a person', `Bearer ${signedToken()}`, 'invalid'],
  ])('is not told by %s', (_what, header, code) => {
    expect(codeOf(header)).toContain(code);
  });
});
