import type { Database } from '@accounting/database';
import { reject } from '@accounting/kernel';
import type { ImportStaging, StagedTransaction } from '../application/import-ports';
import { errors } from '../application/imports/errors';
import type { TransactionContent } from '../domain/transaction/events';

/**
 * Good rows on disk, so that a batch of any length needs no memory and survives a crash. Rows come
 * in arrays, because COPY is refused where row-level security holds.
 */
export const createImportStaging = (database: Database): ImportStaging => ({
  add: async (transaction, companyId, batchId, rows) => {
    if (rows.length === 0) return;
    const { rowCount } = await transaction.query(
      `INSERT INTO ledger.import_rows (company_id, batch_id, line, content)
       SELECT $1, $2, staged.line, staged.content
       FROM unnest($3::integer[], $4::text[]) AS staged(line, content)
       ON CONFLICT DO NOTHING`,
      [
        companyId,
        batchId,
        rows.map(({ line }) => line),
        rows.map(({ content }) => JSON.stringify(content)),
      ],
    );
    // Another request keeps the same rows at the same moment; one of the two has to give way.
    if (rowCount !== rows.length) throw reject(errors.batchBusy, { batchId });
  },

  read: (companyId, batchId, afterLine, limit) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<{ line: number; content: string }>(
        `SELECT line, content FROM ledger.import_rows
         WHERE company_id = $1 AND batch_id = $2 AND line > $3 ORDER BY line LIMIT $4`,
        [companyId, batchId, afterLine, limit],
      );
      return rows.map(({ line, content }): StagedTransaction => ({
        line,
        content: JSON.parse(content) as TransactionContent,
      }));
    }),

  discard: async (transaction, companyId, batchId, lastLine) => {
    await transaction.query(
      `DELETE FROM ledger.import_rows
       WHERE company_id = $1 AND batch_id = $2 AND ($3::integer IS NULL OR line <= $3)`,
      [companyId, batchId, lastLine ?? null],
    );
  },
});
