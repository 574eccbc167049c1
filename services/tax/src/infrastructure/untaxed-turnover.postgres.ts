import { uuidColumn, type Database } from '@accounting/database';
import { AccountingDate, type Uuid } from '@accounting/kernel';
import type { UntaxedTurnover } from '../application/vat-treatment-commands';

const months = `
  SELECT transaction_id, period FROM tax.vat_entries
  WHERE company_id = $1 AND transaction_id = ANY ($2::uuid[]) AND line = 'unclassified'
    AND reversal_of IS NULL`;

/** Turnover without VAT on PostgreSQL. */
export const createUntaxedTurnover = (database: Database): UntaxedTurnover => ({
  monthsOf: (companyId, transactionIds) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<{ transaction_id: Uuid; period: AccountingDate }>(
        months,
        [companyId, uuidColumn(transactionIds)],
      );
      return new Map(rows.map((row) => [row.transaction_id, AccountingDate.monthOf(row.period)]));
    }),
});
