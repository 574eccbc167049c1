import { createSigningKey } from '@accounting/development-tokens';
import { signedToken, testSigningKey, tokenSettings } from '@accounting/testing';
import { decode, type Jwt, type JwtPayload } from 'jsonwebtoken';

const read = (token: string): Jwt => decode(token, { complete: true }) as Jwt;

describe('a token for tests', () => {
  it('names the key, issuer and audience that the settings of a service contain', () => {
    const { header, payload } = read(signedToken());
    expect(header.kid).toBe(testSigningKey.keyId);
    expect(tokenSettings.AUTH_JWKS).toContain(testSigningKey.keyId);
    expect(payload).toMatchObject({
      iss: tokenSettings.AUTH_ISSUER,
      aud: tokenSettings.AUTH_AUDIENCE,
    });
  });

  it('carries the claims given, and no permission unless given', () => {
    const permissionsOf = (token: string): unknown =>
      (read(token).payload as JwtPayload)['permissions'];
    expect(permissionsOf(signedToken())).toEqual([]);
    expect(permissionsOf(signedToken({ permissions: ['accounts:read'] }))).toEqual([
      'accounts:read',
    ]);
  });

  it('can be a forger’s', () => {
    expect(read(signedToken({}, createSigningKey())).header.kid).not.toBe(testSigningKey.keyId);
  });
});
