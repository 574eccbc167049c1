import { randomBytes } from 'node:crypto';
import type { PartnerSecrets } from '../application/organisation-ports';
import type { SealedSecrets } from './sealed-secrets';

const secretBytes = 32;

/** What a sealed secret is bound to, so that it opens for no other key. */
export const partnerSecretOwner = (keyId: string): string => `partner-key:${keyId}`;

export const createPartnerSecrets = (sealedSecrets: SealedSecrets): PartnerSecrets => ({
  newSecret: () => randomBytes(secretBytes).toString('base64url'),
  keep: async (transaction, { keyId, secret }) => {
    await transaction.query(
      'INSERT INTO compliance.partner_secrets (key_id, sealed) VALUES ($1, $2)',
      [keyId, sealedSecrets.seal(Buffer.from(secret), partnerSecretOwner(keyId))],
    );
  },
});
