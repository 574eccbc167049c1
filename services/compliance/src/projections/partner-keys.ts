import { rowWriter, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { reject } from '@accounting/kernel';
import { errors } from '../domain/partner/errors';
import { factsOf, type Recorded } from './organisation-facts';

const writer = rowWriter({
  table: 'compliance.partner_keys',
  key: ['key_id'],
  columns: [
    'company_id',
    'partner_id',
    'algorithm',
    'public_key_pem',
    'fingerprint',
    'added_at',
    'added_by',
    'retires_at',
  ],
});

const rowOf = ({ companyId, data, occurredAt, metadata }: Recorded<'PartnerKeyAdded'>) => ({
  company_id: companyId,
  partner_id: data.partnerId,
  key_id: data.keyId,
  algorithm: data.algorithm,
  public_key_pem: 'publicKeyPem' in data ? data.publicKeyPem : null,
  fingerprint: 'fingerprint' in data ? data.fingerprint : null,
  added_at: occurredAt,
  added_by: metadata.actorId,
  retires_at: null,
});

const isKeyKnown = (error: unknown): boolean =>
  error instanceof Error &&
  'constraint' in error &&
  error.constraint === 'partner_keys_fingerprint_key';

/**
 * The keys of partner systems. A partner knows its own keys; that another one of the company has
 * the same is noticed here.
 */
export const partnerKeys: InlineProjection<Transaction> = async (transaction, events) => {
  const added = factsOf(events, ['PartnerKeyAdded']).map(rowOf);
  await writer.put(transaction, added).catch((error: unknown) => {
    throw isKeyKnown(error) ? reject(errors.keyKnown, { field: 'publicKey' }) : error;
  });
  const retired = new Map(
    factsOf(events, ['PartnerKeyRetired']).map(({ data }) => [data.keyId, data.retiresAt]),
  );
  if (retired.size === 0) return;
  await transaction.query(
    `UPDATE compliance.partner_keys AS known SET retires_at = retired.retires_at
     FROM unnest($1::text[], $2::timestamptz[]) AS retired (key_id, retires_at)
     WHERE known.key_id = retired.key_id`,
    [[...retired.keys()], [...retired.values()]],
  );
};
