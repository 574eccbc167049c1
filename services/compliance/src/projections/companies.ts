import { foldRows, rowWriter, type Row, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { exhaustive } from '@accounting/kernel';
import { factsOf, type Recorded } from './organisation-facts';

const companyFacts = [
  'CompanyRegistered',
  'CompanyRenamed',
  'CompanySuspended',
  'CompanyReopened',
] as const;

type CompanyFact = Recorded<(typeof companyFacts)[number]>;

const writer = rowWriter({
  table: 'compliance.companies',
  key: ['company_id'],
  columns: [
    'name_georgian',
    'name_latin',
    'tax_identification_number',
    'is_operator',
    'status',
    'suspension_reason',
    'version',
    'registered_at',
  ],
});

const changedColumns = (fact: CompanyFact): Row => {
  switch (fact.type) {
    case 'CompanyRegistered':
      return {
        name_georgian: fact.data.nameGeorgian,
        name_latin: fact.data.nameLatin,
        tax_identification_number: fact.data.taxIdentificationNumber,
        is_operator: fact.data.isOperator,
        status: 'active',
        suspension_reason: null,
        registered_at: fact.occurredAt,
      };
    case 'CompanyRenamed':
      return { name_georgian: fact.data.nameGeorgian, name_latin: fact.data.nameLatin };
    case 'CompanySuspended':
      return { status: 'suspended', suspension_reason: fact.data.reason };
    case 'CompanyReopened':
      return { status: 'active', suspension_reason: null };
    default:
      return exhaustive(fact);
  }
};

/** The companies, as signing in and the feeds must find them the moment one is suspended. */
export const companies: InlineProjection<Transaction> = async (transaction, events) => {
  const rows = foldRows<CompanyFact>(
    factsOf(events, companyFacts),
    ({ companyId }) => companyId,
    (fact) => ({
      ...changedColumns(fact),
      company_id: fact.companyId,
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
