import { reject } from '@accounting/kernel';
import type { ImportStaging } from '../application/import-ports';
import { errors } from '../application/imports/errors';
import type { TransactionContent } from '../domain/transaction/events';

interface ChunkRow {
  readonly last_line: number;
  /** bigint */
  readonly ledger_version: string;
  /** JSON */
  readonly contents: string;
}

/** Good rows on disk, so that a batch of any length needs no memory and survives a crash. */
export const importStaging: ImportStaging = {
  add: async (transaction, companyId, batchId, { lastLine, ledgerVersion, contents }) => {
    const { rowCount } = await transaction.query(
      `INSERT INTO ledger.import_chunks (company_id, batch_id, last_line, ledger_version, contents)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [companyId, batchId, lastLine, ledgerVersion, JSON.stringify(contents)],
    );
    // Another request keeps the same rows at the same moment; one of the two has to give way.
    if (rowCount !== 1) throw reject(errors.batchBusy, { batchId });
  },

  next: async (connection, companyId, batchId, { line, exceptVersion }) => {
    const { rows } = await connection.query<ChunkRow>(
      `SELECT last_line, ledger_version, contents FROM ledger.import_chunks
       WHERE company_id = $1 AND batch_id = $2 AND last_line > $3
         AND ledger_version IS DISTINCT FROM $4
       ORDER BY last_line LIMIT 1`,
      [companyId, batchId, line, exceptVersion ?? null],
    );
    const [row] = rows;
    return (
      row && {
        lastLine: row.last_line,
        ledgerVersion: Number(row.ledger_version),
        contents: JSON.parse(row.contents) as TransactionContent[],
        bytes: Buffer.byteLength(row.contents),
      }
    );
  },

  discard: async (transaction, companyId, batchId, lastLine) => {
    await transaction.query(
      `DELETE FROM ledger.import_chunks
       WHERE company_id = $1 AND batch_id = $2 AND ($3::integer IS NULL OR last_line <= $3)`,
      [companyId, batchId, lastLine ?? null],
    );
  },
};
