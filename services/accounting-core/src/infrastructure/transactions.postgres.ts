import { cutPage, type Connection, type Database } from '@accounting/database';
import type { CompanyId, Instant } from '@accounting/kernel';
import type { Transactions, TransactionView } from '../application/ports';
import type { Entry } from '../domain/transaction/events';
import type { TransactionId } from '../domain/transaction/transaction-id';
import { journalEntryColumns, toEntry, type JournalEntryRow } from './journal-entry-rows';
import { listStatement, orderOf } from './transaction-list-statement';
import { toSummary, transactionColumns, type TransactionRow } from './transaction-rows';

const findEntries = async (
  connection: Connection,
  companyId: CompanyId,
  transactionId: TransactionId,
): Promise<readonly Entry[]> => {
  const { rows } = await connection.query<JournalEntryRow>({
    name: 'ledger_find_transaction_entries',
    text: `SELECT ${journalEntryColumns}
           FROM ledger.journal_entries AS entry
           JOIN ledger.accounts AS account USING (company_id, account_id)
           WHERE entry.company_id = $1 AND entry.transaction_id = $2 AND entry.transaction_date = (
             SELECT transaction_date FROM ledger.transactions
             WHERE company_id = $1 AND transaction_id = $2)
           ORDER BY entry.entry_number`,
    values: [companyId, transactionId],
  });
  return rows.map(toEntry);
};

const findBatchStart = async (
  connection: Connection,
  companyId: CompanyId,
  batchId: string,
): Promise<Instant | undefined> => {
  const { rows } = await connection.query<{ started_at: Instant }>(
    'SELECT started_at FROM ledger.import_batches WHERE company_id = $1 AND batch_id = $2',
    [companyId, batchId],
  );
  return rows[0]?.started_at;
};

export const createTransactions = (database: Database): Transactions => ({
  find: (companyId, transactionId) =>
    database.read(companyId, async (connection): Promise<TransactionView | undefined> => {
      const { rows } = await connection.query<TransactionRow & { draft_entries: Entry[] | null }>({
        name: 'ledger_find_transaction',
        text: `SELECT ${transactionColumns}, draft_entries FROM ledger.transactions
               WHERE company_id = $1 AND transaction_id = $2`,
        values: [companyId, transactionId],
      });
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
      const { importBatchId } = filter;
      const batchStartedAt =
        importBatchId === undefined
          ? undefined
          : await findBatchStart(connection, companyId, importBatchId);
      if (importBatchId !== undefined && batchStartedAt === undefined) return { items: [] };
      const { rows } = await connection.query<TransactionRow>(
        listStatement(companyId, filter, page, batchStartedAt),
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
