import {
  cutPage,
  keyPatterns,
  sortedBy,
  type KeysetOrder,
  type Database,
} from '@accounting/database';
import { AccountingDate, AccountingMonth, type CompanyId } from '@accounting/kernel';
import type {
  AccountLedgers,
  LedgerEntry,
  LedgerPage,
  LedgerQuery,
} from '../application/account-ledger-ports';
import type { PageRequest } from '../application/ports';
import type { TransactionId } from '../domain/transaction/transaction-id';
import { Conditions } from './conditions';
import { amountText } from './decimal-text';
import { journalEntryColumns, toEntry, type JournalEntryRow } from './journal-entry-rows';
import { keyAfter } from './keyset-page';

interface LedgerRow extends JournalEntryRow {
  /** Null when the page is empty and the row carries the balance where it would begin only. */
  readonly transaction_id: TransactionId | null;
  readonly entry_number: number;
  readonly transaction_date: AccountingDate;
  readonly transaction_description: string;
  /** Debits less credits, in GEL and in the currency asked for; of no use when none was. */
  readonly start_gel: string;
  readonly start: string;
  /** Before the entry and after it, in the order of the books. */
  readonly before_gel: string;
  readonly before: string;
  readonly balance_gel: string;
  readonly balance: string;
}

const orderOf = (sort: LedgerQuery['sort']): KeysetOrder => ({
  name: sort === 'transaction_date' ? 'ledger' : '-ledger',
  parts: [keyPatterns.date, keyPatterns.uuid, keyPatterns.number],
});

/**
 * Where a page begins, as placeholders; nothing for the first page of everything. What lies before
 * it in the books is all before `day`, and of that day the entries before `entry`.
 */
interface PageStart {
  readonly day?: string;
  /** The first day of its month. */
  readonly month?: string;
  /** The last entry of the page before. */
  readonly entry?: string;
}

const place = '(transaction_date, transaction_id, entry_number)';

const firstDayOf = ({ sort, from, to }: LedgerQuery): AccountingDate | undefined => {
  if (sort === 'transaction_date') return from;
  return to === undefined ? undefined : AccountingDate.addDays(to, 1);
};

const bindStart = (conditions: Conditions, query: LedgerQuery, page: PageRequest): PageStart => {
  const [afterDay, ...afterEntry] = keyAfter(orderOf(query.sort), page) ?? [];
  const firstDay = afterDay ?? firstDayOf(query);
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

/**
 * What adds up to the balance where the page begins: whole months, the days of a month before its
 * day, and the entries of that day that are not on it. Backwards, the last entry of the page before
 * lies behind it.
 */
const startParts = (
  own: string,
  { day, month, entry }: PageStart,
  isBackwards: boolean,
): string => {
  const amount = 'debit_gel - credit_gel AS amount_gel, debit - credit AS amount';
  const months = `SELECT ${amount} FROM ledger.account_balances WHERE ${own}`;
  if (day === undefined || month === undefined) {
    return isBackwards ? months : 'SELECT 0::numeric AS amount_gel, 0::numeric AS amount';
  }
  const parts = [
    `${months} AND month < ${month}`,
    `SELECT ${amount} FROM ledger.account_balance_history
     WHERE ${own} AND date >= ${month} AND date < ${day}`,
  ];
  if (entry !== undefined) {
    parts.push(
      `SELECT ${amount} FROM ledger.journal_entries
       WHERE ${own} AND transaction_date = ${day}
         AND ${place} ${isBackwards ? '<' : '<='} ${entry}`,
    );
  }
  return parts.join(' UNION ALL ');
};

/** Entries of the page. The day is said apart: only it tells which partitions to leave out. */
const restrictToPage = (owned: Conditions, query: LedgerQuery, start: PageStart): Conditions => {
  const { beyond } = sortedBy(query.sort);
  if (start.entry !== undefined) {
    owned.addText(`transaction_date ${beyond}= ${String(start.day)}`);
    owned.addText(`${place} ${beyond} ${start.entry}`);
  }
  return owned
    .add(query.from, (from) => `transaction_date >= ${from}`)
    .add(query.to, (to) => `transaction_date <= ${to}`);
};

/** The page and the balance where it begins in one statement, so that both are of one moment. */
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
  restrictToPage(owned, query, start);
  const limit = owned.bind(page.limit + 1);
  const { direction } = sortedBy(query.sort);
  const isBackwards = direction === 'DESC';
  const sorted = (entry: string): string =>
    ['transaction_date', 'transaction_id', 'entry_number']
      .map((column) => `${entry}${column} ${direction}`)
      .join(', ');
  /** Before an entry and after it: what the page begins with, and the entries reached so far. */
  const running = (suffix: '' | '_gel'): string => {
    const change = `(entry.debit${suffix} - entry.credit${suffix})`;
    const reached = `sum${change} OVER (ORDER BY ${sorted('entry.')})`;
    const balance = isBackwards
      ? `start.start${suffix} - ${reached} + ${change}`
      : `start.start${suffix} + ${reached}`;
    return `${balance} AS balance${suffix}, ${balance} - ${change} AS before${suffix}`;
  };
  const text = `
    WITH start AS (
      SELECT coalesce(sum(amount_gel), 0)::numeric(25, 2) AS start_gel,
        coalesce(sum(amount), 0)::numeric(25, 4) AS start
      FROM (${startParts(own, start, isBackwards)}) AS part
    ), page AS (
      SELECT * FROM ledger.journal_entries WHERE ${owned.toString()}
      ORDER BY ${sorted('')} LIMIT ${limit}
    )
    SELECT ${journalEntryColumns}, entry.transaction_id, entry.entry_number, entry.transaction_date,
      transaction.description AS transaction_description, start.start_gel, start.start,
      ${running('_gel')}, ${running('')}
    FROM start
    LEFT JOIN page AS entry ON true
    LEFT JOIN ledger.accounts AS account USING (company_id, account_id)
    LEFT JOIN ledger.transactions AS transaction USING (company_id, transaction_id)
    ORDER BY ${sorted('entry.')}`;
  return { text, values: owned.values };
};

type EntryRow = LedgerRow & { readonly transaction_id: TransactionId };

const toLedgerEntry = (row: EntryRow, { currency }: LedgerQuery): LedgerEntry => ({
  ...toEntry(row),
  transactionId: row.transaction_id,
  entryNumber: row.entry_number,
  transactionDate: row.transaction_date,
  transactionDescription: row.transaction_description,
  balanceGel: row.balance_gel,
  ...(currency !== undefined && { balance: amountText(row.balance, currency) }),
});

interface BothBalances {
  readonly gel: string;
  readonly own: string;
}

/** Before the earliest entry that is shown and after the latest; where it begins without any. */
const balancesAround = (
  rows: readonly LedgerRow[],
  shown: readonly EntryRow[],
  sort: LedgerQuery['sort'],
): { readonly opening: BothBalances; readonly closing: BothBalances } => {
  const [start] = rows;
  const beginning = { gel: start?.start_gel ?? '0.00', own: start?.start ?? '0' };
  const [earliest, latest] =
    sort === 'transaction_date' ? [shown[0], shown.at(-1)] : [shown.at(-1), shown[0]];
  return {
    opening: earliest ? { gel: earliest.before_gel, own: earliest.before } : beginning,
    closing: latest ? { gel: latest.balance_gel, own: latest.balance } : beginning,
  };
};

const toPage = (rows: readonly LedgerRow[], query: LedgerQuery, page: PageRequest): LedgerPage => {
  const { currency, sort } = query;
  const entries = rows.filter((row): row is EntryRow => row.transaction_id !== null);
  const { opening, closing } = balancesAround(rows, entries.slice(0, page.limit), sort);
  return {
    ...cutPage(entries, page, {
      order: orderOf(sort),
      keyOf: (row) => [row.transaction_date, row.transaction_id, row.entry_number],
      toItem: (row) => toLedgerEntry(row, query),
    }),
    openingBalanceGel: opening.gel,
    closingBalanceGel: closing.gel,
    ...(currency !== undefined && {
      openingBalance: amountText(opening.own, currency),
      closingBalance: amountText(closing.own, currency),
    }),
  };
};

export const createAccountLedgers = (database: Database): AccountLedgers => ({
  page: (companyId, query, page) =>
    database.read(companyId, async (connection) => {
      const { text, values } = statement(companyId, query, page);
      const { rows } = await connection.query<LedgerRow>(text, values);
      return toPage(rows, query, page);
    }),
});
