import {
  cutPage,
  keyAfter,
  keyPatterns,
  type Connection,
  type Database,
  type KeysetOrder,
} from '@accounting/database';
import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { PartnerKeyView, Partners, PartnerView } from '../application/organisation-ports';
import { errors } from '../application/page-errors';
import type { KeyAlgorithm, RequestLimits } from '../domain/partner/events';

const columns = `partner_id, name, scopes, per_minute, per_hour, status, suspension_reason,
  registered_at, version`;

interface PartnerRow {
  readonly partner_id: Uuid;
  readonly name: string;
  readonly scopes: string[];
  readonly per_minute: number | null;
  readonly per_hour: number | null;
  readonly status: PartnerView['status'];
  readonly suspension_reason: string | null;
  readonly registered_at: Instant;
  readonly version: number;
}

interface KeyRow {
  readonly partner_id: Uuid;
  readonly key_id: string;
  readonly algorithm: KeyAlgorithm;
  readonly public_key_pem: string | null;
  readonly added_at: Instant;
  readonly added_by: string;
  readonly retires_at: Instant | null;
  readonly last_used_at: Instant | null;
}

export const limitsOf = (row: {
  readonly per_minute: number | null;
  readonly per_hour: number | null;
}): RequestLimits => ({
  ...(row.per_minute !== null && { perMinute: row.per_minute }),
  ...(row.per_hour !== null && { perHour: row.per_hour }),
});

const keyView = (row: KeyRow): PartnerKeyView => ({
  keyId: row.key_id,
  algorithm: row.algorithm,
  publicKeyPem: row.public_key_pem,
  addedAt: row.added_at,
  addedBy: row.added_by,
  retiresAt: row.retires_at,
  lastUsedAt: row.last_used_at,
});

const withKeys = async (
  connection: Connection,
  companyId: CompanyId,
  partners: readonly PartnerRow[],
): Promise<readonly PartnerView[]> => {
  const { rows } = await connection.query<KeyRow>(
    `SELECT key.partner_id, key_id, algorithm, public_key_pem, added_at, added_by, retires_at,
       last_used_at
     FROM compliance.partner_keys AS key
     LEFT JOIN compliance.partner_key_uses USING (key_id)
     WHERE key.company_id = $1 AND key.partner_id = ANY ($2::uuid[])
     ORDER BY added_at, key_id`,
    [companyId, partners.map((row) => row.partner_id)],
  );
  return partners.map((row) => ({
    partnerId: row.partner_id,
    name: row.name,
    scopes: row.scopes,
    limits: limitsOf(row),
    status: row.status,
    suspensionReason: row.suspension_reason,
    registeredAt: row.registered_at,
    version: row.version,
    keys: rows.filter((key) => key.partner_id === row.partner_id).map(keyView),
  }));
};

const order: KeysetOrder = { name: 'partners', parts: [keyPatterns.text, keyPatterns.uuid] };

export const createPartners = (database: Database): Partners => ({
  find: (companyId, partnerId) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<PartnerRow>(
        `SELECT ${columns} FROM compliance.partners WHERE company_id = $1 AND partner_id = $2`,
        [companyId, partnerId],
      );
      const [view] = await withKeys(connection, companyId, rows);
      return view;
    }),
  list: (companyId, page) =>
    database.read(companyId, async (connection) => {
      const [name, id] = keyAfter(order, page, errors.invalidCursor) ?? [];
      const { rows } = await connection.query<PartnerRow>(
        `SELECT ${columns} FROM compliance.partners
         WHERE company_id = $1 AND ($3::uuid IS NULL OR (name, partner_id) > ($2, $3))
         ORDER BY name, partner_id LIMIT $4`,
        [companyId, name ?? '', id ?? null, page.limit + 1],
      );
      const views = await withKeys(connection, companyId, rows);
      return cutPage(views, page, {
        order,
        keyOf: (view) => [view.name, view.partnerId],
        toItem: (view) => view,
      });
    }),
});
