import { cutPage, keyPatterns, type Database, type KeysetOrder } from '@accounting/database';
import { Instant, type Currency } from '@accounting/kernel';
import type { ExchangeRateFilter, ExchangeRates, ExchangeRateView } from '../application/ports';
import type { Prisma } from '../generated/prisma/client';
import type { ExchangeRateModel } from '../generated/prisma/models';
import { toAccountingDate, toCalendarDate } from './calendar-dates';
import { afterKey, orderBy, type KeyOrder } from './keyset-order.prisma';
import { keyAfter } from './keyset-page';
import type { PlainTableReader } from './plain-tables.prisma';

type SortColumn = 'currency' | 'date';

const byCurrency = (direction: 'asc' | 'desc'): KeyOrder<SortColumn> => [
  { column: 'currency', direction },
  // Whichever way the currencies run, the rate of interest is the latest.
  { column: 'date', direction: 'desc' },
];
const byDate = (direction: 'asc' | 'desc'): KeyOrder<SortColumn> => [
  { column: 'date', direction },
  { column: 'currency', direction: 'asc' },
];

const steps: Readonly<Record<ExchangeRateFilter['sort'], KeyOrder<SortColumn>>> = {
  currency: byCurrency('asc'),
  '-currency': byCurrency('desc'),
  date: byDate('asc'),
  '-date': byDate('desc'),
};

const keyPatternOf = { currency: keyPatterns.currency, date: keyPatterns.instant };

const orderOf = (sort: ExchangeRateFilter['sort']): KeysetOrder => ({
  name: `exchange rates ${sort}`,
  parts: steps[sort].map(({ column }) => keyPatternOf[column]),
});

const toView = (row: ExchangeRateModel): ExchangeRateView => ({
  currency: row.currency as Currency,
  date: toAccountingDate(row.date),
  rate: row.rate.toFixed(),
  source: row.source,
  version: row.version,
  recordedBy: row.recordedBy,
  recordedAt: Instant.ofDate(row.recordedAt),
});

const whereOf = ({
  currency,
  source,
  from,
  to,
}: ExchangeRateFilter): Prisma.ExchangeRateWhereInput => ({
  ...(currency !== undefined && { currency }),
  ...(source !== undefined && { source }),
  date: {
    ...(from !== undefined && { gte: toCalendarDate(from) }),
    ...(to !== undefined && { lte: toCalendarDate(to) }),
  },
});

const onOrBeforeSql = `
  SELECT currency, date, trim_scale(rate) AS rate, source, version,
    recorded_by AS "recordedBy", recorded_at AS "recordedAt"
  FROM ledger.exchange_rates WHERE company_id = $1 AND currency = $2 AND date <= $3
  ORDER BY date DESC LIMIT 1`;

export const createExchangeRates = (
  plainTables: PlainTableReader,
  database: Pick<Database, 'read'>,
): ExchangeRates => ({
  // Asked with each posting in a foreign currency; prepared, which Prisma's statements are not.
  findOnOrBefore: (companyId, currency, date) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<ExchangeRateView>({
        name: 'ledger_find_rate',
        text: onOrBeforeSql,
        values: [companyId, currency, date],
      });
      return rows[0];
    }),

  list: (companyId, filter, page) =>
    plainTables.read(companyId, async (tables) => {
      const order = orderOf(filter.sort);
      const columns = steps[filter.sort];
      const rows = await tables.exchangeRate.findMany({
        where: { companyId, ...whereOf(filter), AND: afterKey(columns, keyAfter(order, page)) },
        orderBy: orderBy(columns),
        take: page.limit + 1,
      });
      return cutPage(rows, page, {
        order,
        keyOf: (row) =>
          columns.map(({ column }) => (column === 'date' ? row.date.toISOString() : row.currency)),
        toItem: toView,
      });
    }),
});
