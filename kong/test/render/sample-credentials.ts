import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import type { CredentialKey, GatewayCredentials, PartnerCredentials } from '@accounting/kong';

const publicPem = ({ publicKey }: KeyPairKeyObjectResult): string =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** A public key for ES256, made anew in each run. */
export const ellipticKey = (keyId: string): CredentialKey => ({
  keyId,
  algorithm: 'ES256',
  publicKeyPem: publicPem(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
});

/** A shared secret of 64 letters. */
export const sharedKey = (keyId: string): CredentialKey => ({
  keyId,
  algorithm: 'HS256',
  secret: `shared-secret-of-${keyId}`.padEnd(64, '.'),
});

/** A partner with one key, and what a test is about. */
export const partner = (
  partnerId: string,
  changes: Partial<PartnerCredentials> = {},
): PartnerCredentials => ({
  partnerId,
  name: `Shop ${partnerId}`,
  companyId: '7f0f8c6e-0a0e-4d5e-8a57-2f4d9f0a1b01',
  keys: [sharedKey(`key-of-${partnerId}`)],
  limits: {},
  ...changes,
});

/** One signing key of people, and two partners. */
export const sampleCredentials: GatewayCredentials = {
  keys: [ellipticKey('people-1')],
  partners: [partner('p1'), partner('p2')],
};
