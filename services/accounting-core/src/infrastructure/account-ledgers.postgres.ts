import type { Database } from '@accounting/database';
import { AccountingDate, AccountingMonth, type CompanyId } from '@accounting/kernel';
import type {
  AccountLedgers,
  LedgerEntry,
  LedgerPage,
  LedgerQuery,
  PageRequest,
} from '../application/ports';
import type { TransactionId } from '../domain/transaction/transaction-id';
import { Conditions } from './conditions';
import { journalEntryColumns, toEntry, type JournalEntryRow } from './journal-entry-rows';
import { cutPage, keyAfter, keyPatterns, type KeysetOrder } from './keyset-page';

interface LedgerRow extends JournalEntryRow {
  /** Null when the page is empty and the row carries the opening balance only. */
  readonly transaction_id: TransactionId | null;
  readonly entry_number: number;
  readonly transaction_date: AccountingDate;
  readonly transaction_description: string;
  readonly opening_gel: string;
  readonly balance_gel: string;
}

const order: KeysetOrder = {
  name: 'ledger',
  parts: [keyPatterns.date, keyPatterns.uuid, keyPatterns.number],
};

/** Where a page begins, as placeholders; nothing for the first page of everything. */
interface PageStart {
  /** The first day of the page. */
  readonly day?: string;
  /** The first day of its month. */
  readonly month?: string;
  /** The last entry of the page before. */
  readonly entry?: string;
}

const place = '(transaction_date, transaction_id, entry_number)';

const bindStart = (conditions: Conditions, query: LedgerQuery, page: PageRequest): PageStart => {
  const [afterDay, ...afterEntry] = keyAfter(order, page) ?? [];
  const firstDay = afterDay ?? query.from;
  if (firstDay === undefined) return {};
  const monthOf = (day: string): AccountingMonth => AccountingDate.monthOf(AccountingDate.of(day));
  const day = `${conditions.bind(firstDay)}::date`;
  const month = `${conditions.bind(AccountingMonth.firstDay(monthOf(firstDay)))}::date`;
  if (afterDay === undefined) return { day, month };
  const [transaction, number] = afterEntry.map((part) => conditions.bind(part));
  return {
    day,
    month,
    entry: `(${day}, ${String(transaction)}::uuid, ${String(number)}::integer)`,
  };
};

/** Whole months, the days before the first day, and that day's entries on earlier pages. */
const openingParts = (own: string, { day, month, entry }: PageStart): string => {
  if (day === undefined || month === undefined) return 'SELECT 0::numeric AS amount';
  const amount = 'debit_gel - credit_gel AS amount';
  const parts = [
    `SELECT ${amount} FROM ledger.account_balances WHERE ${own} AND month < ${month}`,
    `SELECT ${amount} FROM ledger.account_balance_history
     WHERE ${own} AND date >= ${month} AND date < ${day}`,
  ];
  if (entry !== undefined) {
    parts.push(
      `SELECT ${amount} FROM ledger.journal_entries
       WHERE ${own} AND transaction_date = ${day} AND ${place} <= ${entry}`,
    );
  }
  return parts.join(' UNION ALL ');
};

/** The page and its opening balance in one statement, so that both are of one moment. */
const statement = (
  companyId: CompanyId,
  query: LedgerQuery,
  page: PageRequest,
): { readonly text: string; readonly values: readonly unknown[] } => {
  const owned = new Conditions()
    .add(companyId, (company) => `company_id = ${company}`)
    .add(query.accountId, (account) => `account_id = ${account}`)
    .add(query.currency, (currency) => `currency = ${currency}`);
  const own = owned.toString();
  const start = bindStart(owned, query, page);
  // The day is said apart from the entry, because only it tells which partitions to leave out.
  if (start.day !== undefined) owned.addText(`transaction_date >= ${start.day}`);
  if (start.entry !== undefined) owned.addText(`${place} > ${start.entry}`);
  owned.add(query.to, (to) => `transaction_date <= ${to}`);
  const limit = owned.bind(page.limit + 1);
  const text = `
    WITH opening AS (
      SELECT coalesce(sum(amount), 0)::numeric(25, 2) AS opening_gel
      FROM (${openingParts(own, start)}) AS part
    ), page AS (
      SELECT * FROM ledger.journal_entries WHERE ${owned.toString()}
      ORDER BY transaction_date, transaction_id, entry_number
      LIMIT ${limit}
    )
    SELECT ${journalEntryColumns}, entry.transaction_id, entry.entry_number, entry.transaction_date,
      transaction.description AS transaction_description, opening.opening_gel,
      opening.opening_gel + sum(entry.debit_gel - entry.credit_gel) OVER (
        ORDER BY entry.transaction_date, entry.transaction_id, entry.entry_number) AS balance_gel
    FROM opening
    LEFT JOIN page AS entry ON true
    LEFT JOIN ledger.accounts AS account USING (company_id, account_id)
    LEFT JOIN ledger.transactions AS transaction USING (company_id, transaction_id)
    ORDER BY entry.transaction_date, entry.transaction_id, entry.entry_number`;
  return { text, values: owned.values };
};

const toLedgerEntry = (
  row: LedgerRow & { readonly transaction_id: TransactionId },
): LedgerEntry => ({
  ...toEntry(row),
  transactionId: row.transaction_id,
  entryNumber: row.entry_number,
  transactionDate: row.transaction_date,
  transactionDescription: row.transaction_description,
  balanceGel: row.balance_gel,
});

export const createAccountLedgers = (database: Database): AccountLedgers => ({
  page: (companyId, query, page): Promise<LedgerPage> =>
    database.read(companyId, async (connection) => {
      const { text, values } = statement(companyId, query, page);
      const { rows } = await connection.query<LedgerRow>(text, values);
      const entries = rows.filter(
        (row): row is LedgerRow & { readonly transaction_id: TransactionId } =>
          row.transaction_id !== null,
      );
      return {
        ...cutPage(entries, page, {
          order,
          keyOf: (row) => [row.transaction_date, row.transaction_id, row.entry_number],
          toItem: toLedgerEntry,
        }),
        openingBalanceGel: rows[0]?.opening_gel ?? '0.00',
      };
    }),
});
