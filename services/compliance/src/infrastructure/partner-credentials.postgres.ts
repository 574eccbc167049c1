import type { Database } from '@accounting/database';
import type { CompanyId } from '@accounting/kernel';
import type { PartnerCredentials } from '../application/trust-ports';
import { identityRealm } from '../domain/identity-realm';
import type { KeyAlgorithm } from '../domain/partner/events';
import { partnerSecretOwner } from './partner-secrets.postgres';
import { limitsOf } from './partners.postgres';
import type { SealedSecrets } from './sealed-secrets';

interface CredentialRow {
  readonly key_id: string;
  readonly partner_id: string;
  readonly name: string;
  readonly company_id: CompanyId;
  readonly scopes: string[];
  readonly per_minute: number | null;
  readonly per_hour: number | null;
  readonly algorithm: KeyAlgorithm;
  readonly public_key_pem: string | null;
}

/** Reads across companies, as the background role; secrets and uses belong to no company. */
export const createPartnerCredentials = ({
  database,
  backgroundDatabase,
  sealedSecrets,
}: {
  readonly database: Database;
  readonly backgroundDatabase: Database;
  readonly sealedSecrets: SealedSecrets;
}): PartnerCredentials => {
  const open = (keyId: string, sealed: Buffer): string | undefined => {
    try {
      return sealedSecrets.open(sealed, partnerSecretOwner(keyId)).toString();
    } catch {
      // One that does not open must not keep the gateway from hearing of the others.
      return undefined;
    }
  };

  return {
    inUse: (now) =>
      backgroundDatabase.read(identityRealm, async (connection) => {
        const { rows } = await connection.query<CredentialRow>(
          `SELECT key.key_id, partner.partner_id, partner.name, partner.company_id,
             partner.scopes, partner.per_minute, partner.per_hour, key.algorithm,
             key.public_key_pem
           FROM compliance.partner_keys AS key
           JOIN compliance.partners AS partner USING (company_id, partner_id)
           JOIN compliance.companies AS company USING (company_id)
           WHERE partner.status = 'active' AND company.status = 'active'
             AND (key.retires_at IS NULL OR key.retires_at > $1)
           ORDER BY partner.company_id, partner.partner_id, key.added_at, key.key_id`,
          [now],
        );
        return rows.map((row) => ({
          keyId: row.key_id,
          partnerId: row.partner_id,
          name: row.name,
          companyId: row.company_id,
          permissions: row.scopes,
          limits: limitsOf(row),
          algorithm: row.algorithm,
          publicKeyPem: row.public_key_pem,
        }));
      }),

    secrets: (keyIds) =>
      database.withoutCompany(async (connection) => {
        const { rows } = await connection.query<{ key_id: string; sealed: Buffer }>(
          `SELECT key_id, sealed FROM compliance.partner_secrets
           WHERE key_id = ANY ($1::text[])`,
          [keyIds],
        );
        const opened = rows.map((row) => [row.key_id, open(row.key_id, row.sealed)] as const);
        return new Map(opened.filter((pair): pair is [string, string] => pair[1] !== undefined));
      }),

    noteUses: async (uses) => {
      if (uses.length === 0) return;
      await database.withoutCompany((connection) =>
        connection.query('SELECT compliance.note_partner_uses($1::text[], $2::timestamptz[])', [
          uses.map(({ keyId }) => keyId),
          uses.map(({ lastUsedAt }) => lastUsedAt),
        ]),
      );
    },
  };
};
