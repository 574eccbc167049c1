import { keyPatterns, sortedBy, type Direction, type KeysetOrder } from '@accounting/database';
import { derivedUuidsOf, type CompanyId, type Instant } from '@accounting/kernel';
import type { PageRequest, TransactionFilter } from '../application/ports';
import { Conditions } from './conditions';
import { keyAfter } from './keyset-page';
import { literalPattern } from './like-pattern';
import { transactionColumns } from './transaction-rows';

interface SortOrder extends KeysetOrder, Direction {
  readonly column: 'transaction_date' | 'created_at';
}

export const orderOf = (sort: TransactionFilter['sort']): SortOrder => {
  const byDate = sort.endsWith('transaction_date');
  return {
    name: sort,
    parts: [byDate ? keyPatterns.date : keyPatterns.instant, keyPatterns.uuid],
    column: byDate ? 'transaction_date' : 'created_at',
    ...sortedBy(sort),
  };
};

const unposted = "status IN ('draft', 'approved', 'rejected')";

const isUnposted = (status: TransactionFilter['status']): boolean =>
  status === 'draft' || status === 'approved' || status === 'rejected';

/** Part of a text, whatever it contains. */
const containing = (text: string): string => `%${literalPattern(text)}%`;

/**
 * Transactions with the reference, in themselves or in an entry, posted or not. As an array of ids,
 * so that they are looked up by their key and the list is not read until it finds them.
 */
const aboutDocument = (reference: string): string => `transaction_id = ANY (ARRAY(
  SELECT transaction_id FROM ledger.transactions
  WHERE company_id = $1 AND document_reference = ${reference}
  UNION
  SELECT transaction_id FROM ledger.journal_entries
  WHERE company_id = $1 AND document_reference = ${reference}
  UNION
  SELECT transaction_id FROM ledger.transactions
  WHERE company_id = $1 AND ${unposted}
    AND draft_entries @> jsonb_build_array(
      jsonb_build_object('documentReference', ${reference}::text))))`;

/** The ids of a batch follow from when it began, so that the primary key finds them. */
const idsBegunAt = (batchStartedAt: Instant): string => {
  const { first, last } = derivedUuidsOf(batchStartedAt);
  return `transaction_id BETWEEN '${first}' AND '${last}'`;
};

/**
 * Nothing indexes the search in descriptions. Trigrams (pg_trgm) would not: a database that sorts
 * by code point has none for Georgian letters, and row-level security lets no index answer a
 * condition that is not leakproof, which LIKE is not.
 */
const headerConditions = (
  companyId: CompanyId,
  filter: TransactionFilter,
  batchStartedAt: Instant | undefined,
): Conditions =>
  new Conditions()
    .add(companyId, (company) => `company_id = ${company}`)
    .add(filter.status, (status) => `status = ${status}`)
    // The index on few transactions is of use only when the status is known to be among them.
    .addText(isUnposted(filter.status) ? unposted : 'true')
    .add(filter.transactionType, (type) => `transaction_type = ${type}`)
    .add(filter.totalFrom, (total) => `total_gel >= ${total}::numeric`)
    .add(filter.totalTo, (total) => `total_gel <= ${total}::numeric`)
    .add(filter.documentReference, aboutDocument)
    .add(filter.importBatchId, (batch) => `import_batch_id = ${batch}`)
    .addText(batchStartedAt === undefined ? 'true' : idsBegunAt(batchStartedAt))
    .add(
      filter.search === undefined ? undefined : containing(filter.search),
      (pattern) => `description ILIKE ${pattern}`,
    );

/** The days asked for and what comes after the page before, of transactions as of entries. */
const rangeOf = (
  conditions: Conditions,
  { from, to }: TransactionFilter,
  { column, beyond }: SortOrder,
  key: readonly string[] | undefined,
): string => {
  const days = [
    ...(from === undefined ? [] : [`transaction_date >= ${conditions.bind(from)}`]),
    ...(to === undefined ? [] : [`transaction_date <= ${conditions.bind(to)}`]),
  ];
  const [value, transactionId] = (key ?? []).map((part) => conditions.bind(part));
  const after =
    value === undefined || transactionId === undefined
      ? []
      : [
          // Said apart, because only it tells which partitions to leave out.
          `${column} ${beyond}= ${value}`,
          `(${column}, transaction_id) ${beyond} (${value}, ${transactionId}::uuid)`,
        ];
  return ['true', ...days, ...after].join(' AND ');
};

/** What the list asks of a transaction's entries, in the journal and in a draft. */
interface EntryCondition {
  readonly posted: string;
  readonly draft: string;
}

/** The counterparty first: it usually has fewer entries than the account. */
const entryConditionsOf = (
  conditions: Conditions,
  { accountId, counterpartyTin }: TransactionFilter,
): readonly EntryCondition[] =>
  (
    [
      ['counterparty_tin', 'counterpartyTin', counterpartyTin, ''],
      ['account_id', 'accountId', accountId, '::uuid'],
    ] as const
  ).flatMap(([column, field, value, cast]) => {
    if (value === undefined) return [];
    const placeholder = `${conditions.bind(value)}::text`;
    const fields = `jsonb_build_object('${field}', ${placeholder})`;
    return {
      posted: `${column} = ${placeholder}${cast}`,
      draft: `draft_entries @> jsonb_build_array(${fields})`,
    };
  });

const hasEntry = ({ posted }: EntryCondition): string =>
  ` AND EXISTS (
      SELECT FROM ledger.journal_entries AS entry
      WHERE entry.company_id = $1 AND entry.transaction_id = transactions.transaction_id
        AND entry.transaction_date = transactions.transaction_date AND entry.${posted})`;

interface ListQuery {
  readonly filter: TransactionFilter;
  readonly order: SortOrder;
  readonly header: string;
  readonly range: string;
  /** Follows the name of the column to sort by. */
  readonly cut: (column: string) => string;
}

/** Few transactions meet these conditions, and an index names them. */
const isNarrow = ({ documentReference, importBatchId, transactionType }: TransactionFilter) =>
  documentReference !== undefined ||
  importBatchId !== undefined ||
  (transactionType !== undefined && transactionType !== 'standard');

/**
 * Posted transactions with such entries. The journal has the entries of an account by date already:
 * a page is read from there and ends when it is full, however many entries there are. (Five million
 * entries, a fifth of them on the account: 1 ms; looking the account's transactions up first and
 * sorting them, 6 s.) Where another condition or order leads, each transaction's entries are asked.
 */
const postedPage = (
  { filter, order, header, range, cut }: ListQuery,
  [leading, ...others]: readonly [EntryCondition, ...EntryCondition[]],
): string => {
  if (order.column !== 'transaction_date' || isNarrow(filter)) {
    return `SELECT ${transactionColumns} FROM ledger.transactions
      WHERE ${header} AND ${range}${[leading, ...others].map(hasEntry).join('')}
      ${cut(order.column)}`;
  }
  // Joined by the id alone: with the date the planner would rather merge all days of both tables.
  return `SELECT ${transactionColumns}
    FROM (
      SELECT DISTINCT transaction_date AS entry_date, transaction_id FROM ledger.journal_entries
      WHERE company_id = $1 AND ${leading.posted} AND ${range}
      ORDER BY transaction_date ${order.direction}, transaction_id ${order.direction}
    ) AS entry
    JOIN ledger.transactions USING (transaction_id)
    WHERE ${header}${others.map(hasEntry).join('')}
    ${cut('entry_date')}`;
};

const unpostedPage = (
  { order, header, range, cut }: ListQuery,
  entries: readonly EntryCondition[],
): string =>
  `SELECT ${transactionColumns} FROM ledger.transactions
   WHERE ${header} AND ${range} AND ${unposted}
     AND ${entries.map(({ draft }) => draft).join(' AND ')}
   ${cut(order.column)}`;

/**
 * One page of a list and the first item after it. `batchStartedAt` is when the batch began that
 * the filter names.
 */
export const listStatement = (
  companyId: CompanyId,
  filter: TransactionFilter,
  page: PageRequest,
  batchStartedAt?: Instant,
): { readonly text: string; readonly values: unknown[] } => {
  const order = orderOf(filter.sort);
  const conditions = headerConditions(companyId, filter, batchStartedAt);
  const header = conditions.toString();
  const range = rangeOf(conditions, filter, order, keyAfter(order, page));
  const entries = entryConditionsOf(conditions, filter);
  const limit = conditions.bind(page.limit + 1);
  const cut = (column: string): string =>
    `ORDER BY ${column} ${order.direction}, transaction_id ${order.direction} LIMIT ${limit}`;
  const query = { filter, order, header, range, cut };
  const [leading, ...others] = entries;
  const { values } = conditions;
  if (leading === undefined) {
    const text = `SELECT ${transactionColumns} FROM ledger.transactions
      WHERE ${header} AND ${range} ${cut(order.column)}`;
    return { text, values };
  }
  const parts = [
    ...(isUnposted(filter.status) ? [] : [postedPage(query, [leading, ...others])]),
    ...(filter.status === undefined || isUnposted(filter.status)
      ? [unpostedPage(query, entries)]
      : []),
  ];
  const text =
    parts.length === 1
      ? parts.join('')
      : `${parts.map((part) => `(${part})`).join(' UNION ALL ')} ${cut(order.column)}`;
  return { text, values };
};
