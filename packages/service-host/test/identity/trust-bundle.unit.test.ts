import { testSigningKey } from '@accounting/testing';
import { trustOf } from '../../src/identity/trust-bundle';
import { partners, trustBundle } from '../fixtures/trusted-parties';

describe('a trust bundle', () => {
  it('is made ready for use', () => {
    const revocations = [{ jti: 'j1', expiresAt: '2026-11-22T10:00:00Z' }];
    const trust = trustOf(trustBundle({ revocations }));
    expect([...trust.keys.keys()]).toEqual([testSigningKey.keyId]);
    expect(trust.revokedTokenIds.has('j1')).toBe(true);
    expect(trust.partnerKeys.get('shop-key-1')?.verification.algorithm).toBe('RS256');
    expect(trust.partnerKeys.get('bank-key-1')?.verification.algorithm).toBe('HS256');
  });

  it('may say more than is known here', () => {
    expect(trustOf({ ...trustBundle(), later: 1 }).partnerKeys.size).toBe(2);
  });

  it('has another fingerprint when a key or a partner changes, and not for a revocation', () => {
    const { fingerprint } = trustOf(trustBundle());
    const revocations = [{ jti: 'j1', expiresAt: '2026-11-22T10:00:00Z' }];
    expect(trustOf(trustBundle({ revocations })).fingerprint).toBe(fingerprint);
    expect(trustOf(trustBundle({ partners: [] })).fingerprint).not.toBe(fingerprint);
  });

  it.each([
    ['no bundle', {}],
    ['a key that is private', { ...trustBundle(), keys: [{ kty: 'EC', kid: 'k', d: 'x' }] }],
    [
      'a partner without its key',
      { ...trustBundle(), partners: [{ ...partners[0], publicKeyPem: undefined }] },
    ],
    [
      'a company that is no UUID',
      { ...trustBundle(), partners: [{ ...partners[1], companyId: 'x' }] },
    ],
  ])('is refused when it is %s', (_what, bundle) => {
    expect(() => trustOf(bundle)).toThrow();
  });
});
