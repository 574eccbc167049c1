import type { Database } from '@accounting/database';
import { Money, type AccountingDate, type Uuid } from '@accounting/kernel';
import type { Supplies } from '../application/vat-registration-queries';
import { unclassified } from '../domain/vat-ledger/vat-entry';
import type { ReturnForms } from '../domain/vat-return/return-form';

interface Row {
  readonly accounting_date: AccountingDate;
  readonly transaction_id: Uuid;
  readonly amount: string;
}

const since = `
  SELECT accounting_date, transaction_id, sum(base_gel) AS amount
  FROM tax.treated_vat_entries
  WHERE company_id = $1 AND accounting_date > $2 AND line = ANY ($3::text[])
  GROUP BY accounting_date, transaction_id
  ORDER BY accounting_date, transaction_id`;

/** Lines whose operations count: those that are taxed, and turnover that may be. */
const countedLines = ({ forms }: ReturnForms): readonly string[] => [
  ...new Set(
    forms
      .flatMap(({ lines }) => lines)
      .filter(({ part, taxation }) => part === 'I' && ['taxed', 'margin'].includes(taxation))
      .map(({ id }) => id),
  ),
  unclassified,
];

/** Taxable operations on PostgreSQL. */
export const createSupplies = (database: Database, forms: ReturnForms): Supplies => {
  const lines = countedLines(forms);
  return {
    since: (companyId, day) =>
      database.read(companyId, async (connection) => {
        const { rows } = await connection.query<Row>(since, [companyId, day, lines]);
        return rows.map((row) => ({
          date: row.accounting_date,
          transactionId: row.transaction_id,
          amount: Money.of(row.amount),
        }));
      }),
  };
};
