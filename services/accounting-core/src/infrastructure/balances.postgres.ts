import type { Connection, Database } from '@accounting/database';
import { AccountingDate, type CompanyId } from '@accounting/kernel';
import type { Balances } from '../application/ports';
import type { AccountTotals } from '../domain/account-totals';
import type { AccountId } from '../domain/account/account-id';
import { spanUntil, toTotals, type TotalsRow } from './balance-totals';
import { dimensionTotals } from './dimension-balances.postgres';

const sums = `sum(debit) AS debit, sum(credit) AS credit, sum(debit_gel) AS debit_gel,
  sum(credit_gel) AS credit_gel`;
const columns = 'account_id, currency, debit, credit, debit_gel, credit_gel';

/**
 * Balances by accounting date: the sums of whole months, and of single days in the month that the
 * date cuts. `$2` restricts to accounts, null for all.
 */
const present = `
  SELECT account_id, currency, ${sums}
  FROM ledger.account_balances
  WHERE company_id = $1 AND ($2::uuid[] IS NULL OR account_id = ANY ($2))
  GROUP BY account_id, currency ORDER BY account_id, currency`;

const asOfDate = `
  SELECT account_id, currency, ${sums}
  FROM (
    SELECT ${columns} FROM ledger.account_balances
    WHERE company_id = $1 AND ($2::uuid[] IS NULL OR account_id = ANY ($2)) AND month < $3
    UNION ALL
    SELECT ${columns} FROM ledger.account_balance_history
    WHERE company_id = $1 AND ($2::uuid[] IS NULL OR account_id = ANY ($2))
      AND date >= $3 AND date <= $4
  ) AS part
  GROUP BY account_id, currency ORDER BY account_id, currency`;

interface TotalsQuestion {
  readonly companyId: CompanyId;
  /** Null for all. */
  readonly accountIds: readonly AccountId[] | null;
  readonly asOf: AccountingDate | undefined;
}

/** Reads by whatever connection; in a transaction, what it sees at that moment. */
export const readTotals = async (
  connection: Connection,
  { companyId, accountIds, asOf }: TotalsQuestion,
): Promise<readonly AccountTotals[]> => {
  const span = asOf === undefined ? undefined : spanUntil(asOf);
  const { rows } = await (span === undefined
    ? connection.query<TotalsRow>(present, [companyId, accountIds])
    : connection.query<TotalsRow>(asOfDate, [companyId, accountIds, span.month, span.lastDay]));
  return rows.map(toTotals);
};

export const createBalances = (database: Database): Balances => {
  const totals = (question: TotalsQuestion): Promise<readonly AccountTotals[]> =>
    database.read(question.companyId, (connection) => readTotals(connection, question));

  return {
    ofAllAccounts: (companyId, asOf) => totals({ companyId, accountIds: null, asOf }),
    ofAccounts: (companyId, accountIds, asOf) => totals({ companyId, accountIds, asOf }),
    atBothEnds: (companyId, { from, to }) =>
      database.readConsistently(companyId, async (connection) => {
        const all = { companyId, accountIds: null };
        const dayBefore = AccountingDate.addDays(from, -1);
        return {
          opening: await readTotals(connection, { ...all, asOf: dayBefore }),
          closing: await readTotals(connection, { ...all, asOf: to }),
        };
      }),
    ofDimension: (companyId, query, page) => dimensionTotals(database, companyId, { query, page }),
  };
};
