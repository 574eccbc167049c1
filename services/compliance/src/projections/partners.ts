import { foldRows, rowWriter, type Row, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { exhaustive } from '@accounting/kernel';
import { factsOf, type Recorded } from './organisation-facts';

const partnerFacts = [
  'PartnerRegistered',
  'PartnerTermsChanged',
  'PartnerKeyAdded',
  'PartnerKeyRetired',
  'PartnerSuspended',
  'PartnerResumed',
] as const;

type PartnerFact = Recorded<(typeof partnerFacts)[number]>;

const writer = rowWriter({
  table: 'compliance.partners',
  key: ['company_id', 'partner_id'],
  columns: [
    'name',
    'scopes',
    'per_minute',
    'per_hour',
    'status',
    'suspension_reason',
    'version',
    'registered_at',
  ],
});

const termColumns = ({ data }: Recorded<'PartnerRegistered' | 'PartnerTermsChanged'>): Row => ({
  name: data.name,
  scopes: data.scopes,
  per_minute: data.limits.perMinute ?? null,
  per_hour: data.limits.perHour ?? null,
});

const changedColumns = (fact: PartnerFact): Row => {
  switch (fact.type) {
    case 'PartnerRegistered':
      return {
        ...termColumns(fact),
        status: 'active',
        suspension_reason: null,
        registered_at: fact.occurredAt,
      };
    case 'PartnerTermsChanged':
      return termColumns(fact);
    case 'PartnerSuspended':
      return { status: 'suspended', suspension_reason: fact.data.reason };
    case 'PartnerResumed':
      return { status: 'active', suspension_reason: null };
    case 'PartnerKeyAdded':
    case 'PartnerKeyRetired':
      return {};
    default:
      return exhaustive(fact);
  }
};

/** The partner systems; every service and the gateway are told of a change within a second. */
export const partners: InlineProjection<Transaction> = async (transaction, events) => {
  const rows = foldRows<PartnerFact>(
    factsOf(events, partnerFacts),
    ({ companyId, data }) => `${companyId} ${data.partnerId}`,
    (fact) => ({
      ...changedColumns(fact),
      company_id: fact.companyId,
      partner_id: fact.data.partnerId,
      version: fact.streamVersion,
    }),
  );
  const isWhole = (row: Row): boolean => 'registered_at' in row;
  await writer.put(transaction, rows.filter(isWhole));
  await writer.change(
    transaction,
    rows.filter((row) => !isWhole(row)),
  );
};
