import { AccountingDate, AccountingMonth, Instant } from '@accounting/kernel';
import type { Database } from '@accounting/database';
import type { FiscalPeriods, FiscalPeriodView, FiscalYearView } from '../application/ports';
import type { FiscalPeriodStatus } from '../domain/fiscal-period/events';
import type { TransactionId } from '../domain/transaction/transaction-id';
import type { FiscalPeriodModel, FiscalYearModel } from '../generated/prisma/models';
import { toAccountingDate, toCalendarDate } from './calendar-dates';
import type { PlainTableReader } from './plain-tables.prisma';

const untouched = (period: AccountingMonth): FiscalPeriodView => ({
  period,
  status: 'open',
  version: 0,
  changedBy: null,
  changedAt: null,
  reason: null,
});

const toPeriod = (row: FiscalPeriodModel): FiscalPeriodView => ({
  period: AccountingDate.monthOf(toAccountingDate(row.period)),
  status: row.status as FiscalPeriodStatus,
  version: row.version,
  changedBy: row.changedBy,
  changedAt: Instant.ofDate(row.changedAt),
  reason: row.reason,
});

const toYear = (row: FiscalYearModel): FiscalYearView => ({
  year: row.year,
  status: row.status as FiscalYearView['status'],
  version: row.version,
  closingTransactionId: row.closingTransactionId as TransactionId | null,
  profitGel: row.profitGel?.toFixed(2) ?? null,
  changedBy: row.changedBy,
  changedAt: Instant.ofDate(row.changedAt),
  reason: row.reason,
});

const untouchedYear = (year: number): FiscalYearView => ({
  year,
  status: 'open',
  version: 0,
  closingTransactionId: null,
  profitGel: null,
  changedBy: null,
  changedAt: null,
  reason: null,
});

const monthDate = (month: AccountingMonth): Date => toCalendarDate(AccountingMonth.firstDay(month));

export const createFiscalPeriods = (
  plainTables: PlainTableReader,
  database: Database,
): FiscalPeriods => ({
  ofYear: (companyId, year) =>
    plainTables.read(companyId, async (tables) => {
      const months = AccountingMonth.ofYear(year);
      const rows = await tables.fiscalPeriod.findMany({
        where: { companyId, period: { in: months.map(monthDate) } },
      });
      const touched = new Map(rows.map(toPeriod).map((view) => [view.period, view]));
      return months.map((month) => touched.get(month) ?? untouched(month));
    }),

  find: (companyId, period) =>
    plainTables.read(companyId, async (tables) => {
      const row = await tables.fiscalPeriod.findFirst({
        where: { companyId, period: monthDate(period) },
      });
      return row === null ? untouched(period) : toPeriod(row);
    }),

  findYear: (companyId, year) =>
    plainTables.read(companyId, async (tables) => {
      const row = await tables.fiscalYear.findFirst({ where: { companyId, year } });
      return row === null ? untouchedYear(year) : toYear(row);
    }),

  years: (companyId) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<{ year: number }>(
        `SELECT extract(year FROM month)::integer AS year
         FROM ledger.account_balances WHERE company_id = $1
         UNION SELECT year FROM ledger.fiscal_years WHERE company_id = $1
         ORDER BY year`,
        [companyId],
      );
      return rows.map(({ year }) => year);
    }),
});
