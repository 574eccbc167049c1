import {
  cutPage,
  keyAfter,
  keyPatterns,
  type Connection,
  type Database,
  type KeysetOrder,
} from '@accounting/database';
import {
  AccountingMonth,
  Money,
  type AccountingDate,
  type CompanyId,
  type Uuid,
} from '@accounting/kernel';
import { pageErrors } from '../application/page-errors';
import type { VatEntries, VatEntryView } from '../application/vat-ports';
import type { BaseOrigin, InputColumn } from '../domain/vat-ledger/vat-entry';

interface SumRow {
  readonly line: string;
  readonly input_column: InputColumn | null;
  readonly base: string;
  readonly vat: string;
  readonly entry_count: number;
}

interface EntryRow {
  readonly transaction_id: Uuid;
  readonly entry_number: number;
  readonly accounting_date: AccountingDate;
  readonly line: string;
  readonly input_column: InputColumn | null;
  readonly base_gel: string;
  readonly vat_gel: string;
  readonly base_origin: BaseOrigin;
  readonly counterparty_tin: string | null;
  readonly document_reference: string | null;
  readonly description: string;
}

const toView = (row: EntryRow): VatEntryView => ({
  transactionId: row.transaction_id,
  entryNumber: row.entry_number,
  accountingDate: row.accounting_date,
  line: row.line,
  ...(row.input_column !== null && { inputColumn: row.input_column }),
  base: row.base_gel,
  vat: row.vat_gel,
  baseOrigin: row.base_origin,
  ...(row.counterparty_tin !== null && { counterpartyTin: row.counterparty_tin }),
  ...(row.document_reference !== null && { documentReference: row.document_reference }),
  description: row.description,
});

const sumsOfMonth = `
  SELECT line, input_column, sum(base_gel) AS base, sum(vat_gel) AS vat,
    count(*)::integer AS entry_count
  FROM tax.treated_vat_entries WHERE company_id = $1 AND period = $2
  GROUP BY line, input_column ORDER BY line, input_column`;

/** Every column that a figure rests on, row by row in the order of their key. */
const digestOf = (table: string, condition: string): string => `
  SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', transaction_id, entry_number,
    accounting_date, line, input_column, base_gel, vat_gel), E'\\n'
    ORDER BY transaction_id, entry_number), ''), 'UTF8')), 'hex') AS digest
  FROM ${table} WHERE ${condition}`;

const digestOfMonth = digestOf('tax.treated_vat_entries', 'company_id = $1 AND period = $2');
const digestOfSubmitted = digestOf(
  'tax.submitted_vat_entries',
  'company_id = $1 AND period = $2 AND version = $3',
);

const digest = async (
  connection: Connection,
  text: string,
  values: readonly unknown[],
): Promise<string> => {
  const { rows } = await connection.query<{ digest: string }>(text, values);
  return rows[0]?.digest ?? '';
};

const order: KeysetOrder = {
  name: 'vat-entries',
  parts: [keyPatterns.text, keyPatterns.date, keyPatterns.uuid, keyPatterns.number],
};

const columns = `transaction_id, entry_number, accounting_date, line, input_column, base_gel,
  vat_gel, base_origin, counterparty_tin, document_reference, description`;

const pageOf = (table: string, isOfVersion: boolean): string => `
  SELECT ${columns} FROM ${table}
  WHERE company_id = $1 AND period = $2 AND ($3::text IS NULL OR line = $3)
    AND ($4::text IS NULL
      OR (line, accounting_date, transaction_id, entry_number) > ($4, $5::date, $6::uuid, $7))
    ${isOfVersion ? 'AND version = $9' : ''}
  ORDER BY line, accounting_date, transaction_id, entry_number LIMIT $8`;

const firstDay = (period: AccountingMonth): AccountingDate => AccountingMonth.firstDay(period);

/** The VAT ledger on PostgreSQL. */
export const createVatEntries = (database: Database): VatEntries => ({
  month: (companyId, period) =>
    database.readConsistently(companyId, async (connection) => {
      const values = [companyId, firstDay(period)];
      const { rows } = await connection.query<SumRow>(sumsOfMonth, values);
      return {
        sums: rows.map((row) => ({
          line: row.line,
          ...(row.input_column !== null && { column: row.input_column }),
          base: Money.of(row.base),
          vat: Money.of(row.vat),
          entryCount: row.entry_count,
        })),
        entriesDigest: await digest(connection, digestOfMonth, values),
      };
    }),

  list: (companyId, { period, line, version }, page) =>
    database.read(companyId, async (connection) => {
      const key = keyAfter(order, page, pageErrors.invalidCursor) ?? [null, null, null, null];
      const isOfVersion = version !== undefined;
      const table = isOfVersion ? 'tax.submitted_vat_entries' : 'tax.treated_vat_entries';
      const { rows } = await connection.query<EntryRow>(pageOf(table, isOfVersion), [
        ...[companyId, firstDay(period), line ?? null, ...key, page.limit + 1],
        ...(isOfVersion ? [version] : []),
      ]);
      return cutPage(rows, page, {
        order,
        keyOf: (row) => [...[row.line, row.accounting_date, row.transaction_id, row.entry_number]],
        toItem: toView,
      });
    }),

  keepAsSubmitted: async (transaction, companyId: CompanyId, { period, version }) => {
    const values = [companyId, firstDay(period), version];
    await transaction.query(
      `INSERT INTO tax.submitted_vat_entries (company_id, period, version, ${columns})
       SELECT company_id, period, $3::integer, ${columns}
       FROM tax.treated_vat_entries WHERE company_id = $1 AND period = $2`,
      values,
    );
    return digest(transaction, digestOfSubmitted, values);
  },
});
