import type { Connection, Database } from '@accounting/database';
import { AccountingDate, type CompanyId } from '@accounting/kernel';
import type { Balances, ClosingEntries } from '../application/ports';
import type { AccountTotals } from '../domain/account-totals';
import type { AccountId } from '../domain/account/account-id';
import { spanUntil, toTotals, type TotalsRow } from './balance-totals';
import { Conditions } from './conditions';
import { dimensionTotals } from './dimension-balances.postgres';

const columns = 'account_id, currency, debit, credit, debit_gel, credit_gel, entry_count';
const sums = `sum(debit) AS debit, sum(credit) AS credit, sum(debit_gel) AS debit_gel,
  sum(credit_gel) AS credit_gel`;
const restricted = 'company_id = $1 AND ($2::uuid[] IS NULL OR account_id = ANY ($2))';

interface TotalsQuestion {
  readonly companyId: CompanyId;
  /** Null for all. */
  readonly accountIds: readonly AccountId[] | null;
  readonly asOf: AccountingDate | undefined;
  /** Year-end closings from this day on do not count; all count when absent. */
  readonly closingsLeftOutFrom?: AccountingDate | undefined;
}

/**
 * Year-end closings, and the reversals of those that were reopened, which have the same date: what
 * takes them back out of the sums. There is about one a year and an index names them. The grouping
 * makes the planner look their entries up rather than join the journal.
 */
const closingsTakenBack = (from: string, lastDay: string | undefined): string => `
  SELECT entry.account_id, entry.currency, -entry.debit, -entry.credit, -entry.debit_gel,
    -entry.credit_gel, -entry.entry_count
  FROM ledger.transactions AS closing
  CROSS JOIN LATERAL (
    SELECT account_id, currency, ${sums}, count(*) AS entry_count
    FROM ledger.journal_entries
    WHERE ${restricted} AND transaction_date = closing.transaction_date
      AND transaction_id = ANY (ARRAY[closing.transaction_id, closing.reversed_by])
    GROUP BY account_id, currency
  ) AS entry
  WHERE closing.company_id = $1 AND closing.transaction_type = 'year_end_closing'
    AND closing.transaction_date >= ${from}
    ${lastDay === undefined ? '' : `AND closing.transaction_date <= ${lastDay}`}`;

/**
 * Balances by accounting date: the sums of whole months, and of single days in the month that the
 * date cuts. One statement, so that what is taken back is what the sums hold at that moment.
 */
const statement = (question: TotalsQuestion) => {
  const { companyId, accountIds, asOf, closingsLeftOutFrom } = question;
  const conditions = new Conditions();
  conditions.bind(companyId);
  conditions.bind(accountIds);
  const months = `SELECT ${columns} FROM ledger.account_balances WHERE ${restricted}`;
  const parts: string[] = [];
  let lastDay: string | undefined;
  if (asOf === undefined) {
    parts.push(months);
  } else {
    const span = spanUntil(asOf);
    const month = conditions.bind(span.month);
    lastDay = conditions.bind(span.lastDay);
    parts.push(
      `${months} AND month < ${month}`,
      `SELECT ${columns} FROM ledger.account_balance_history
       WHERE ${restricted} AND date >= ${month} AND date <= ${lastDay}`,
    );
  }
  if (closingsLeftOutFrom !== undefined) {
    parts.push(closingsTakenBack(conditions.bind(closingsLeftOutFrom), lastDay));
  }
  return {
    text: `SELECT account_id, currency, ${sums} FROM (${parts.join(' UNION ALL ')}) AS part
           GROUP BY account_id, currency HAVING sum(entry_count) > 0
           ORDER BY account_id, currency`,
    values: conditions.values,
  };
};

/** Reads by whatever connection; in a transaction, what it sees at that moment. */
export const readTotals = async (
  connection: Connection,
  question: TotalsQuestion,
): Promise<readonly AccountTotals[]> => {
  const { rows } = await connection.query<TotalsRow>(statement(question));
  return rows.map(toTotals);
};

/** No books are older. */
const beginning = AccountingDate.of('1900-01-01');

const leftOutFrom = (
  closingEntries: ClosingEntries | undefined,
  from: AccountingDate = beginning,
): Pick<TotalsQuestion, 'closingsLeftOutFrom'> =>
  closingEntries === 'exclude' ? { closingsLeftOutFrom: from } : {};

export const createBalances = (database: Database): Balances => {
  const totals = (question: TotalsQuestion): Promise<readonly AccountTotals[]> =>
    database.read(question.companyId, (connection) => readTotals(connection, question));

  return {
    ofAllAccounts: (companyId, asOf, closingEntries) =>
      totals({ companyId, accountIds: null, asOf, ...leftOutFrom(closingEntries) }),
    ofAccounts: (companyId, accountIds, asOf, closingEntries) =>
      totals({ companyId, accountIds, asOf, ...leftOutFrom(closingEntries) }),
    atBothEnds: (companyId, { from, to, closingEntries }) =>
      database.readConsistently(companyId, async (connection) => {
        const all = { companyId, accountIds: null };
        const dayBefore = AccountingDate.addDays(from, -1);
        return {
          opening: await readTotals(connection, { ...all, asOf: dayBefore }),
          closing: await readTotals(connection, {
            ...all,
            asOf: to,
            ...leftOutFrom(closingEntries, from),
          }),
        };
      }),
    ofDimension: (companyId, query, page) => dimensionTotals(database, companyId, { query, page }),
  };
};
