import {
  cutPage,
  keyPatterns,
  sortedBy,
  type KeysetOrder,
  type Connection,
  type Database,
  type Transaction,
} from '@accounting/database';
import { reject, type CompanyId, type Instant } from '@accounting/kernel';
import type {
  ImportBatch,
  ImportBatches,
  ImportFilter,
  ImportFormat,
  ImportMode,
  ImportRowError,
  ImportStatus,
} from '../application/import-ports';
import type { PageRequest } from '../application/ports';
import { errors as importErrors } from '../application/imports/errors';
import { Conditions } from './conditions';
import { keyAfter } from './keyset-page';

interface BatchRow {
  readonly batch_id: string;
  readonly mode: ImportMode;
  readonly format: ImportFormat;
  readonly status: ImportStatus;
  readonly requested_by: string;
  readonly started_at: Instant;
  readonly finished_at: Instant | null;
  readonly last_line: number;
  readonly content_hash: string;
  readonly received: number;
  readonly posted: number;
  readonly rejected: number;
  readonly errors: readonly ImportRowError[];
}

const errorsKeptMax = 1_000;

/** In one statement, so that counts and errors are of one moment. */
const columns = `batch_id, mode, format, status, requested_by, started_at, finished_at, last_line,
  content_hash, received, posted, rejected, coalesce((
    SELECT json_agg(json_build_object(
      'line', error.line, 'field', error.field, 'code', error.code, 'message', error.message)
      ORDER BY error.error_number)
    FROM ledger.import_errors AS error
    WHERE error.company_id = batch.company_id AND error.batch_id = batch.batch_id
  ), '[]') AS errors`;

const orderOf = (sort: ImportFilter['sort']): KeysetOrder => ({
  name: sort === '-started' ? 'imports' : 'imports started',
  parts: [keyPatterns.instant, keyPatterns.text],
});

const toBatch = (row: BatchRow): ImportBatch => ({
  batchId: row.batch_id,
  mode: row.mode,
  format: row.format,
  status: row.status,
  requestedBy: row.requested_by,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  lastLine: row.last_line,
  contentHash: row.content_hash,
  received: row.received,
  posted: row.posted,
  rejected: row.rejected,
  errors: row.errors,
});

const findRow = async (
  connection: Connection,
  companyId: CompanyId,
  batchId: string,
): Promise<BatchRow | undefined> => {
  const { rows } = await connection.query<BatchRow>(
    `SELECT ${columns} FROM ledger.import_batches AS batch
     WHERE company_id = $1 AND batch_id = $2`,
    [companyId, batchId],
  );
  return rows[0];
};

const errorTextMax = 500;

/**
 * Names of fields come from the file: they may be long, and hold what PostgreSQL does not store.
 */
const storable = (text: string): string =>
  text.slice(0, errorTextMax).replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD');

const keepErrors = async (
  transaction: Transaction,
  companyId: CompanyId,
  batchId: string,
  errors: readonly ImportRowError[],
): Promise<void> => {
  if (errors.length === 0) return;
  // The batch's row is locked by the update of its counts, which comes first.
  await transaction.query(
    `WITH kept AS (
       INSERT INTO ledger.import_errors
         (company_id, batch_id, error_number, line, field, code, message)
       SELECT $1, $2, batch.error_count_kept + error.place, error.line, error.field, error.code,
         error.message
       FROM ledger.import_batches AS batch,
         unnest($3::integer[], $4::text[], $5::text[], $6::text[])
           WITH ORDINALITY AS error(line, field, code, message, place)
       WHERE batch.company_id = $1 AND batch.batch_id = $2
         AND batch.error_count_kept + error.place <= $7
       RETURNING error_number
     )
     UPDATE ledger.import_batches
     SET error_count_kept = error_count_kept + (SELECT count(*) FROM kept)
     WHERE company_id = $1 AND batch_id = $2`,
    [
      companyId,
      batchId,
      errors.map(({ line }) => line),
      errors.map(({ field }) => storable(field)),
      errors.map(({ code }) => code),
      errors.map(({ message }) => storable(message)),
      errorsKeptMax,
    ],
  );
};

const listStatement = (companyId: CompanyId, filter: ImportFilter, page: PageRequest) => {
  const { direction, beyond } = sortedBy(filter.sort);
  const conditions = new Conditions()
    .add(companyId, (company) => `company_id = ${company}`)
    .add(filter.status, (status) => `status = ${status}`);
  const [startedAt, batchId] = keyAfter(orderOf(filter.sort), page) ?? [];
  if (startedAt !== undefined && batchId !== undefined) {
    const key = `(${conditions.bind(startedAt)}::timestamptz, ${conditions.bind(batchId)})`;
    conditions.addText(`(started_at, batch_id) ${beyond} ${key}`);
  }
  return {
    text: `SELECT ${columns} FROM ledger.import_batches AS batch WHERE ${conditions.toString()}
           ORDER BY started_at ${direction}, batch_id ${direction}
           LIMIT ${conditions.bind(page.limit + 1)}`,
    values: conditions.values,
  };
};

const recordProgress: ImportBatches['recordProgress'] = async (
  transaction,
  companyId,
  batchId,
  { from, to, errors },
) => {
  const { rowCount } = await transaction.query(
    `UPDATE ledger.import_batches
       SET last_line = $6, content_hash = $7, received = $8, posted = $9, rejected = $10
       WHERE company_id = $1 AND batch_id = $2 AND status = $3 AND last_line = $4
         AND posted = $5`,
    [
      companyId,
      batchId,
      from.status,
      from.lastLine,
      from.posted,
      to.lastLine,
      to.contentHash,
      to.received,
      to.posted,
      to.rejected,
    ],
  );
  if (rowCount !== 1) throw reject(importErrors.batchBusy, { batchId });
  await keepErrors(transaction, companyId, batchId, errors);
};

/** A lock of the batch's name and not of its row, which shows meanwhile how far it is. */
const claim: ImportBatches['claim'] = async (transaction, companyId, batchId) => {
  const { rows } = await transaction.query<{ is_claimed: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS is_claimed',
    [`ledger.import_batches ${companyId} ${batchId}`],
  );
  if (rows[0]?.is_claimed !== true) throw reject(importErrors.batchBusy, { batchId });
};

/** Import batches; `backgroundDatabase` sees those of all companies. */
export const createImportBatches = (
  database: Database,
  backgroundDatabase: Database,
): ImportBatches => ({
  begin: (companyId, start) =>
    database.write([companyId], async (transaction) => {
      await transaction.query(
        `INSERT INTO ledger.import_batches
           (company_id, batch_id, mode, format, status, requested_by, started_at)
         VALUES ($1, $2, $3, $4, 'receiving', $5, $6) ON CONFLICT DO NOTHING`,
        [companyId, start.batchId, start.mode, start.format, start.requestedBy, start.now],
      );
      const row = await findRow(transaction, companyId, start.batchId);
      if (row === undefined) throw new Error(`import batch "${start.batchId}" vanished`);
      return toBatch(row);
    }),

  find: (companyId, batchId) =>
    database.read(companyId, async (connection) => {
      const row = await findRow(connection, companyId, batchId);
      return row && toBatch(row);
    }),

  list: (companyId, filter, page) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<BatchRow>(listStatement(companyId, filter, page));
      return cutPage(rows, page, {
        order: orderOf(filter.sort),
        keyOf: (row) => [row.started_at, row.batch_id],
        toItem: toBatch,
      });
    }),

  recordProgress,

  claim,

  showReceived: (companyId, batchId, received) =>
    database.write([companyId], async (transaction) => {
      await transaction.query(
        `UPDATE ledger.import_batches SET received = $3
         WHERE company_id = $1 AND batch_id = $2 AND status = 'receiving' AND last_line = 0`,
        [companyId, batchId, received],
      );
    }),

  setStatus: async (transaction, companyId, batchId, { from, status, at }) => {
    const { rowCount } = await transaction.query(
      `UPDATE ledger.import_batches SET status = $4,
         finished_at = CASE WHEN $4 IN ('completed', 'failed') THEN $5::timestamptz END
       WHERE company_id = $1 AND batch_id = $2 AND status = $3`,
      [companyId, batchId, from, status, at],
    );
    if (rowCount !== 1) throw reject(importErrors.batchBusy, { batchId });
  },

  findApplying: () =>
    backgroundDatabase.withoutCompany(async (connection) => {
      const { rows } = await connection.query<{ companyId: CompanyId; batchId: string }>(
        `SELECT company_id AS "companyId", batch_id AS "batchId"
         FROM ledger.import_batches WHERE status = 'applying' ORDER BY started_at`,
      );
      return rows;
    }),
});
