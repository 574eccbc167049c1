import type { Connection, Database } from '@accounting/database';
import type { CompanyId } from '@accounting/kernel';
import type {
  PageRequest,
  TransactionFilter,
  Transactions,
  TransactionView,
} from '../application/ports';
import type { Entry } from '../domain/transaction/events';
import type { TransactionId } from '../domain/transaction/transaction-id';
import { Conditions } from './conditions';
import { journalEntryColumns, toEntry, type JournalEntryRow } from './journal-entry-rows';
import { cutPage, keyAfter, keyPatterns, type KeysetOrder } from './keyset-page';
import { literalPattern } from './like-pattern';
import { toSummary, transactionColumns, type TransactionRow } from './transaction-rows';

interface SortOrder extends KeysetOrder {
  readonly column: 'transaction_date' | 'created_at';
  readonly direction: 'ASC' | 'DESC';
}

const orderOf = (sort: TransactionFilter['sort']): SortOrder => {
  const byDate = sort.endsWith('transaction_date');
  return {
    name: sort,
    parts: [byDate ? keyPatterns.date : keyPatterns.instant, keyPatterns.uuid],
    column: byDate ? 'transaction_date' : 'created_at',
    direction: sort.startsWith('-') ? 'DESC' : 'ASC',
  };
};

/** Part of a text, whatever it contains. */
const containing = (text: string): string => `%${literalPattern(text)}%`;

/** Posted transactions are found by the journal's indexes, the few others by their drafts. */
const havingEntry = (column: string, draftField: string, placeholder: string): string =>
  `transaction_id IN (
     SELECT transaction_id FROM ledger.journal_entries
     WHERE company_id = $1
       AND ${column} = ${placeholder}::text${column === 'account_id' ? '::uuid' : ''}
     UNION ALL
     SELECT transaction_id FROM ledger.transactions
     WHERE company_id = $1 AND status IN ('draft', 'approved', 'rejected')
       AND draft_entries @> jsonb_build_array(
         jsonb_build_object('${draftField}', ${placeholder}::text)))`;

const filterConditions = (companyId: CompanyId, filter: TransactionFilter): Conditions =>
  new Conditions()
    .add(companyId, (company) => `company_id = ${company}`)
    .add(filter.status, (status) => `status = ${status}`)
    // The index on few transactions is of use only when the status is known to be among them.
    .addText(isUnposted(filter.status) ? "status IN ('draft', 'approved', 'rejected')" : 'true')
    .add(filter.transactionType, (type) => `transaction_type = ${type}`)
    .add(filter.from, (from) => `transaction_date >= ${from}`)
    .add(filter.to, (to) => `transaction_date <= ${to}`)
    .add(filter.totalFrom, (total) => `total_gel >= ${total}::numeric`)
    .add(filter.totalTo, (total) => `total_gel <= ${total}::numeric`)
    .add(filter.documentReference, (reference) => `document_reference = ${reference}`)
    .add(filter.importBatchId, (batch) => `import_batch_id = ${batch}`)
    .add(
      filter.search === undefined ? undefined : containing(filter.search),
      (pattern) => `description ILIKE ${pattern}`,
    )
    .add(filter.accountId, (account) => havingEntry('account_id', 'accountId', account))
    .add(filter.counterpartyTin, (tin) => havingEntry('counterparty_tin', 'counterpartyTin', tin));

const isUnposted = (status: TransactionFilter['status']): boolean =>
  status === 'draft' || status === 'approved' || status === 'rejected';

const listStatement = (companyId: CompanyId, filter: TransactionFilter, page: PageRequest) => {
  const order = orderOf(filter.sort);
  const { column, direction } = order;
  const conditions = filterConditions(companyId, filter);
  const [value, transactionId] = keyAfter(order, page) ?? [];
  if (value !== undefined && transactionId !== undefined) {
    const key = `(${conditions.bind(value)}, ${conditions.bind(transactionId)}::uuid)`;
    conditions.addText(`(${column}, transaction_id) ${direction === 'ASC' ? '>' : '<'} ${key}`);
  }
  return {
    text: `SELECT ${transactionColumns} FROM ledger.transactions WHERE ${conditions.toString()}
           ORDER BY ${column} ${direction}, transaction_id ${direction}
           LIMIT ${conditions.bind(page.limit + 1)}`,
    values: conditions.values,
  };
};

const findEntries = async (
  connection: Connection,
  companyId: CompanyId,
  transactionId: TransactionId,
): Promise<readonly Entry[]> => {
  const { rows } = await connection.query<JournalEntryRow>(
    `SELECT ${journalEntryColumns}
     FROM ledger.journal_entries AS entry
     JOIN ledger.accounts AS account USING (company_id, account_id)
     WHERE entry.company_id = $1 AND entry.transaction_id = $2 AND entry.transaction_date = (
       SELECT transaction_date FROM ledger.transactions
       WHERE company_id = $1 AND transaction_id = $2)
     ORDER BY entry.entry_number`,
    [companyId, transactionId],
  );
  return rows.map(toEntry);
};

export const createTransactions = (database: Database): Transactions => ({
  find: (companyId, transactionId) =>
    database.read(companyId, async (connection): Promise<TransactionView | undefined> => {
      const { rows } = await connection.query<TransactionRow & { draft_entries: Entry[] | null }>(
        `SELECT ${transactionColumns}, draft_entries FROM ledger.transactions
         WHERE company_id = $1 AND transaction_id = $2`,
        [companyId, transactionId],
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      // Posted between the two statements: the row says draft and shows the entries it had then.
      const entries =
        row.draft_entries ?? (await findEntries(connection, companyId, transactionId));
      return { ...toSummary(row), entries };
    }),

  list: (companyId, filter, page) =>
    database.read(companyId, async (connection) => {
      const order = orderOf(filter.sort);
      const { rows } = await connection.query<TransactionRow>(
        listStatement(companyId, filter, page),
      );
      return cutPage(rows, page, {
        order,
        keyOf: (row) => [
          order.column === 'created_at' ? row.created_at : row.transaction_date,
          row.transaction_id,
        ],
        toItem: toSummary,
      });
    }),
});
