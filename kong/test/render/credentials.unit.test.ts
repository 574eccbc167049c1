import { DeclarationError, readCredentials } from '@accounting/kong';

describe('the credentials that compliance answers', () => {
  const partner = { partnerId: 'p', name: 'Shop', companyId: 'c', keys: [] };

  it('may say more than the renderer knows', () => {
    const key = { keyId: 'k', algorithm: 'ES256', publicKeyPem: 'pem' };
    expect(
      readCredentials({
        ...{ keys: [{ ...key, use: 'sig' }], since: '2026' },
        partners: [{ ...partner, status: 'active', limits: { perMinute: 5, perDay: 9 } }],
      }),
    ).toEqual({ keys: [key], partners: [{ ...partner, limits: { perMinute: 5 } }] });
    expect(readCredentials({ keys: [], partners: [partner] }).partners[0]?.limits).toEqual({});
  });

  it.each([
    [null, 'credentials.'],
    [{ keys: [] }, 'credentials.partners'],
    [{ keys: [{ keyId: 'k', secret: 'hidden' }], partners: [] }, 'credentials.keys.0.algorithm'],
    [
      { keys: [], partners: [{ ...partner, partnerId: 'a b' }] },
      'credentials.partners.0.partnerId',
    ],
    [
      { keys: [], partners: [{ ...partner, limits: { perMinute: 0 } }] },
      'credentials.partners.0.limits.perMinute',
    ],
  ])('are refused when they are not understood: %j', (value, place) => {
    let message = '';
    try {
      readCredentials(value);
    } catch (error) {
      if (error instanceof DeclarationError) ({ message } = error);
    }
    expect(message).toContain(place);
    expect(message).not.toContain('hidden');
  });
});
