import type { Database } from '@accounting/database';
import type { CompanyId } from '@accounting/kernel';
import type { DimensionQuery, DimensionTotals, Page, PageRequest } from '../application/ports';
import { spanUntil, toTotals, type TotalsRow } from './balance-totals';
import { Conditions } from './conditions';
import { cutPage, keyAfter, keyPatterns, type KeysetOrder } from './keyset-page';

interface DimensionRow extends TotalsRow {
  readonly dimension_value: string;
}

const order: KeysetOrder = {
  name: 'dimension',
  parts: [keyPatterns.text, keyPatterns.uuid, keyPatterns.currency],
};

interface DimensionPage {
  readonly query: DimensionQuery;
  readonly page: PageRequest;
}

/** Months from the sums; the days of a month that the date cuts from the journal's own index. */
const statement = (companyId: CompanyId, { query, page }: DimensionPage) => {
  const conditions = new Conditions();
  const company = conditions.bind(companyId);
  const key = keyAfter(order, page)?.map((part) => conditions.bind(part));
  const restrict = (value: string): string =>
    [
      query.dimensionValue !== undefined && `${value} = ${conditions.bind(query.dimensionValue)}`,
      query.accountId !== undefined && `account_id = ${conditions.bind(query.accountId)}`,
      key && `(${value}, account_id, currency) > (${key[0]}, ${key[1]}::uuid, ${key[2]})`,
    ]
      .filter((text) => text !== undefined && text !== false)
      .map((text) => ` AND ${text}`)
      .join('');
  const columns = 'account_id, currency, debit, credit, debit_gel, credit_gel';
  const span = query.asOf === undefined ? undefined : spanUntil(query.asOf);
  const month = span === undefined ? undefined : conditions.bind(span.month);
  const column = query.dimensionType;
  const months = `SELECT dimension_value, ${columns} FROM ledger.dimension_balances
    WHERE company_id = ${company} AND dimension_type = ${conditions.bind(query.dimensionType)}
      ${month === undefined ? '' : `AND month < ${month}`}${restrict('dimension_value')}`;
  const days =
    span === undefined
      ? ''
      : `UNION ALL SELECT ${column}, ${columns} FROM ledger.journal_entries
         WHERE company_id = ${company} AND ${column} IS NOT NULL
           AND transaction_date >= ${month ?? ''}
           AND transaction_date <= ${conditions.bind(span.lastDay)}${restrict(column)}`;
  return {
    text: `SELECT dimension_value, account_id, currency, sum(debit) AS debit, sum(credit) AS credit,
             sum(debit_gel) AS debit_gel, sum(credit_gel) AS credit_gel
           FROM (${months} ${days}) AS part
           GROUP BY dimension_value, account_id, currency
           ORDER BY dimension_value, account_id, currency
           LIMIT ${conditions.bind(page.limit + 1)}`,
    values: conditions.values,
  };
};

export const dimensionTotals = (
  database: Database,
  companyId: CompanyId,
  request: DimensionPage,
): Promise<Page<DimensionTotals>> =>
  database.read(companyId, async (connection) => {
    const { rows } = await connection.query<DimensionRow>(statement(companyId, request));
    return cutPage(rows, request.page, {
      order,
      keyOf: (row) => [row.dimension_value, row.account_id, row.currency],
      toItem: (row): DimensionTotals => ({
        ...toTotals(row),
        dimensionType: request.query.dimensionType,
        dimensionValue: row.dimension_value,
      }),
    });
  });
