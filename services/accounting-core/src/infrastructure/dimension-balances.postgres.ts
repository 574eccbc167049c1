import {
  cutPage,
  keyPatterns,
  sortedBy,
  type KeysetOrder,
  type Database,
} from '@accounting/database';
import type { CompanyId } from '@accounting/kernel';
import type { DimensionQuery, DimensionTotals, Page, PageRequest } from '../application/ports';
import { spanBetween, toTotals, type TotalsRow } from './balance-totals';
import { Conditions } from './conditions';
import { keyAfter } from './keyset-page';

interface DimensionRow extends TotalsRow {
  readonly dimension_value: string;
}

const orderOf = (sort: DimensionQuery['sort']): KeysetOrder => ({
  name: sort === 'dimension_value' ? 'dimension' : '-dimension',
  parts: [keyPatterns.text, keyPatterns.uuid, keyPatterns.currency],
});

interface DimensionPage {
  readonly query: DimensionQuery;
  readonly page: PageRequest;
}

const columns = 'account_id, currency, debit, credit, debit_gel, credit_gel';

/** What is asked for, as placeholders; `restrict` says it of whichever column has the value. */
interface Question {
  readonly query: DimensionQuery;
  readonly conditions: Conditions;
  readonly company: string;
  readonly restrict: (value: string) => string;
}

/** The sums of whole months, and the journal for the days of months that the range cuts. */
const summedParts = ({ query, conditions, company, restrict }: Question): string => {
  const { dimensionType, from, asOf } = query;
  const span = spanBetween(from, asOf);
  const parts: string[] = [];
  if (span.months !== undefined) {
    const months = new Conditions(conditions.values)
      .add(dimensionType, (type) => `dimension_type = ${type}`)
      .add(span.months.first, (first) => `month >= ${first}`)
      .add(span.months.end, (end) => `month < ${end}`);
    parts.push(
      `SELECT dimension_value, ${columns} FROM ledger.dimension_balances
       WHERE company_id = ${company} AND ${months.toString()}${restrict('dimension_value')}`,
    );
  }
  for (const days of span.days) {
    parts.push(
      `SELECT ${dimensionType} AS dimension_value, ${columns} FROM ledger.journal_entries
       WHERE company_id = ${company} AND ${dimensionType} IS NOT NULL
         AND transaction_date >= ${conditions.bind(days.from)}
         AND transaction_date <= ${conditions.bind(days.to)}${restrict(dimensionType)}`,
    );
  }
  return parts.join(' UNION ALL ');
};

/**
 * The entries themselves, by the journal's index on them. Sums by document reference are not kept:
 * nearly every document has a reference of its own, so a sum would hold one entry and be read
 * seldom, while keeping it would cost every posting two more rows with their index. Measured in a
 * ledger of five million entries, it makes what a posting writes a fifth slower and a third more
 * in the log. Without it the sums of one reference are read in less than a millisecond, and a page
 * of all references in less than five: the index has them in order, and the page ends the reading.
 */
const journalParts = ({ query, conditions, company, restrict }: Question): string =>
  `SELECT document_reference AS dimension_value, ${columns} FROM ledger.journal_entries
   WHERE company_id = ${company} AND document_reference IS NOT NULL
     ${query.from === undefined ? '' : `AND transaction_date >= ${conditions.bind(query.from)}`}
     ${query.asOf === undefined ? '' : `AND transaction_date <= ${conditions.bind(query.asOf)}`}
     ${restrict('document_reference')}`;

const statement = (companyId: CompanyId, { query, page }: DimensionPage) => {
  const conditions = new Conditions();
  const company = conditions.bind(companyId);
  const { direction, beyond } = sortedBy(query.sort);
  const key = keyAfter(orderOf(query.sort), page)?.map((part) => conditions.bind(part));
  const restrict = (value: string): string =>
    [
      query.dimensionValue !== undefined && `${value} = ${conditions.bind(query.dimensionValue)}`,
      query.accountId !== undefined && `account_id = ${conditions.bind(query.accountId)}`,
      key && `(${value}, account_id, currency) ${beyond} (${key[0]}, ${key[1]}::uuid, ${key[2]})`,
    ]
      .filter((text) => text !== undefined && text !== false)
      .map((text) => ` AND ${text}`)
      .join('');
  const question = { query, conditions, company, restrict };
  const parts =
    query.dimensionType === 'document_reference' ? journalParts(question) : summedParts(question);
  return {
    text: `SELECT dimension_value, account_id, currency, sum(debit) AS debit, sum(credit) AS credit,
             sum(debit_gel) AS debit_gel, sum(credit_gel) AS credit_gel
           FROM (${parts}) AS part
           GROUP BY dimension_value, account_id, currency
           ORDER BY dimension_value ${direction}, account_id ${direction}, currency ${direction}
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
      order: orderOf(request.query.sort),
      keyOf: (row) => [row.dimension_value, row.account_id, row.currency],
      toItem: (row): DimensionTotals => ({
        ...toTotals(row),
        dimensionType: request.query.dimensionType,
        dimensionValue: row.dimension_value,
      }),
    });
  });
