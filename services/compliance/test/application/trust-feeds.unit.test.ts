import type { CompanyId, Instant } from '@accounting/kernel';
import { generateKeyPairSync } from 'node:crypto';
import { pino } from 'pino';
import { createTrustFeeds } from '../../src/application/trust-feeds';
import type { PartnerCredential } from '../../src/application/trust-ports';

const credential = (keyId: string): PartnerCredential => ({
  keyId,
  partnerId: 'shop',
  name: 'Shop',
  companyId: '0192f0c1-0000-7000-8000-000000000001' as CompanyId,
  permissions: ['transactions:read'],
  limits: {},
  algorithm: 'HS256',
  publicKeyPem: null,
});

const jwk = {
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  kid: 'k',
  alg: 'ES256',
};

const feedsWith = (secrets: ReadonlyMap<string, string>) =>
  createTrustFeeds({
    verificationKeys: { readVerificationKeys: async () => [jwk] },
    revocations: { readRevocations: async () => [] },
    partnerCredentials: {
      inUse: async () => [credential('one'), credential('two')],
      secrets: async () => secrets,
      noteUses: async () => undefined,
    },
    dutyDeviations: { all: async () => [] },
    clock: () => '2026-11-22T08:00:00.000Z' as Instant,
  });

describe('what services are told', () => {
  it('is the secret to check a token with, and no key whose secret does not open', async () => {
    const { partners } = await feedsWith(new Map([['two', 's']])).read();
    expect(partners).toMatchObject([{ keyId: 'two', algorithm: 'HS256', secret: 's' }]);
  });
});

describe('what the gateway is told', () => {
  it('leaves out a secret that does not open, logs it, and keeps the others', async () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => lines.push(line) });
    const { keys, partners } = await feedsWith(new Map([['two', 's']])).gatewayCredentials(logger);
    expect(partners.map((partner) => partner.keys)).toEqual([
      [{ keyId: 'two', algorithm: 'HS256', secret: 's' }],
    ]);
    expect(keys).toMatchObject([{ keyId: 'k', algorithm: 'ES256' }]);
    expect(lines.join()).toContain('do not open with SECRETS_KEY');
  });
});
