import { cutPage, keyPatterns, type KeysetOrder } from '@accounting/database';
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

export const createExchangeRates = (plainTables: PlainTableReader): ExchangeRates => ({
  findOnOrBefore: (companyId, currency, date) =>
    plainTables.read(companyId, async (tables) => {
      const row = await tables.exchangeRate.findFirst({
        where: { companyId, currency, date: { lte: toCalendarDate(date) } },
        orderBy: { date: 'desc' },
      });
      return row === null ? undefined : toView(row);
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
