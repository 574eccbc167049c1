import { Instant, type Currency } from '@accounting/kernel';
import type { ExchangeRates, ExchangeRateView } from '../application/ports';
import type { Prisma } from '../generated/prisma/client';
import type { ExchangeRateModel } from '../generated/prisma/models';
import { toAccountingDate, toCalendarDate } from './calendar-dates';
import { cutPage, keyAfter, keyPatterns, type KeysetOrder } from './keyset-page';
import type { PlainTableReader } from './plain-tables.prisma';

const order: KeysetOrder = {
  name: 'exchange rates',
  parts: [keyPatterns.currency, keyPatterns.instant],
};

const toView = (row: ExchangeRateModel): ExchangeRateView => ({
  currency: row.currency as Currency,
  date: toAccountingDate(row.date),
  rate: row.rate.toFixed(),
  source: row.source,
  version: row.version,
  recordedBy: row.recordedBy,
  recordedAt: Instant.ofDate(row.recordedAt),
});

/** Later pages of a list by currency, within a currency the latest day first. */
const afterKey = (key: readonly string[] | undefined): Prisma.ExchangeRateWhereInput => {
  const [currency, date] = key ?? [];
  if (currency === undefined || date === undefined) return {};
  return { OR: [{ currency: { gt: currency } }, { currency, date: { lt: date } }] };
};

export const createExchangeRates = (plainTables: PlainTableReader): ExchangeRates => ({
  findOnOrBefore: (companyId, currency, date) =>
    plainTables.read(companyId, async (tables) => {
      const row = await tables.exchangeRate.findFirst({
        where: { companyId, currency, date: { lte: toCalendarDate(date) } },
        orderBy: { date: 'desc' },
      });
      return row === null ? undefined : toView(row);
    }),

  list: (companyId, { currency, from, to }, page) =>
    plainTables.read(companyId, async (tables) => {
      const rows = await tables.exchangeRate.findMany({
        where: {
          companyId,
          ...(currency !== undefined && { currency }),
          date: {
            ...(from !== undefined && { gte: toCalendarDate(from) }),
            ...(to !== undefined && { lte: toCalendarDate(to) }),
          },
          AND: afterKey(keyAfter(order, page)),
        },
        orderBy: [{ currency: 'asc' }, { date: 'desc' }],
        take: page.limit + 1,
      });
      return cutPage(rows, page, {
        order,
        keyOf: (row) => [row.currency, row.date.toISOString()],
        toItem: toView,
      });
    }),
});
