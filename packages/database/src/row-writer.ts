import type { Transaction } from './database';

/** Columns of one row by name: plain JSON; amounts as decimal text, JSON columns as they are. */
export type Row = Readonly<Record<string, unknown>>;

/** A small table whose rows follow from facts. */
export interface TableShape {
  /** With its schema: `ledger.accounts`. */
  readonly table: string;
  /** The primary key, `company_id` first. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** Writes rows of one table, set-based: one statement per call, whatever their number. */
export interface RowWriter {
  /** Inserts whole rows; one that exists is replaced. No two rows may have the same key. */
  put(transaction: Transaction, rows: readonly Row[]): Promise<void>;
  /** Changes the columns that a row names, besides its key, and leaves the others. */
  change(transaction: Transaction, rows: readonly Row[]): Promise<void>;
}

/** Set-based statements for a small table: one per call, whatever the number of rows. */
export const rowWriter = ({ table, key, columns }: TableShape): RowWriter => {
  const all = [...key, ...columns].join(', ');
  const assignments = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  const keys = key.join(', ');
  // Rows are locked in key order, so that two commits never wait for each other in a circle.
  const putText =
    `INSERT INTO ${table} (${all}) ` +
    `SELECT ${all} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) ORDER BY ${keys} ` +
    `ON CONFLICT (${keys}) DO UPDATE SET ${assignments}`;
  const sameKey = key.map((column) => `existing.${column} = changed.${column}`).join(' AND ');
  const changeText =
    `UPDATE ${table} AS existing SET (${columns.join(', ')}) = (` +
    `SELECT ${columns.map((column) => `merged.${column}`).join(', ')} ` +
    `FROM jsonb_populate_record(existing, changed.patch) AS merged) ` +
    `FROM (SELECT patch, populated.* FROM jsonb_array_elements($1::jsonb) AS patch, ` +
    `jsonb_populate_record(NULL::${table}, patch) AS populated) AS changed WHERE ${sameKey}`;
  const run = async (
    transaction: Transaction,
    text: string,
    rows: readonly Row[],
  ): Promise<void> => {
    if (rows.length > 0) await transaction.query(text, [JSON.stringify(rows)]);
  };
  return {
    put: (transaction, rows) => run(transaction, putText, rows),
    change: (transaction, rows) => run(transaction, changeText, rows),
  };
};

/**
 * Folds the events of one commit into at most one row per key, later columns over earlier ones, in
 * the order the keys first appear.
 */
export const foldRows = <Event>(
  events: readonly Event[],
  keyOf: (event: Event) => string,
  columnsOf: (event: Event) => Row,
): readonly Row[] => {
  const rows = new Map<string, Row>();
  for (const event of events) {
    const key = keyOf(event);
    rows.set(key, { ...rows.get(key), ...columnsOf(event) });
  }
  return [...rows.values()];
};
