import { foldRows, rowWriter, type Row, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { AccountingMonth } from '@accounting/kernel';
import { whoAndWhy } from '../domain/fiscal-history';
import { evolve, initialState } from '../domain/fiscal-period/state';
import { eventsOf, type Recorded } from './ledger-events';

const periodFactTypes = [
  'FiscalPeriodClosed',
  'FiscalPeriodLocked',
  'FiscalPeriodUnlocked',
  'FiscalPeriodReopened',
] as const;

type PeriodFact = Recorded<(typeof periodFactTypes)[number]>;
type YearFact = Recorded<'FiscalYearClosed' | 'FiscalYearReopened'>;

const periods = rowWriter({
  table: 'ledger.fiscal_periods',
  key: ['company_id', 'period'],
  columns: ['status', 'version', 'changed_by', 'changed_at', 'reason'],
});

const years = rowWriter({
  table: 'ledger.fiscal_years',
  key: ['company_id', 'year'],
  columns: [
    'status',
    'version',
    'closing_transaction_id',
    'profit_gel',
    'changed_by',
    'changed_at',
    'reason',
  ],
});

/** Each fact says what the month is from then on, whatever it was before. */
const periodStatus = (event: PeriodFact): Row => {
  const { changedBy, reason } = whoAndWhy(event);
  return { status: evolve(initialState(), event).status, changed_by: changedBy, reason };
};

const yearStatus = (event: YearFact): Row =>
  event.type === 'FiscalYearClosed'
    ? {
        status: 'closed',
        closing_transaction_id: event.data.closingTransactionId ?? null,
        profit_gel: event.data.profitGel,
        changed_by: event.data.closedBy,
        reason: null,
      }
    : {
        status: 'open',
        closing_transaction_id: null,
        profit_gel: null,
        changed_by: event.data.reopenedBy,
        reason: event.data.reason,
      };

/** Months and years that somebody closed, locked or opened again. */
export const fiscalCalendar: InlineProjection<Transaction> = async (transaction, events) => {
  await periods.put(
    transaction,
    foldRows<PeriodFact>(
      eventsOf(events, periodFactTypes),
      (event) => `${event.companyId} ${event.data.period}`,
      (event) => ({
        ...periodStatus(event),
        company_id: event.companyId,
        period: AccountingMonth.firstDay(event.data.period),
        version: event.streamVersion,
        changed_at: event.occurredAt,
      }),
    ),
  );
  await years.put(
    transaction,
    foldRows<YearFact>(
      eventsOf(events, ['FiscalYearClosed', 'FiscalYearReopened']),
      (event) => `${event.companyId} ${String(event.data.year)}`,
      (event) => ({
        ...yearStatus(event),
        company_id: event.companyId,
        year: event.data.year,
        version: event.streamVersion,
        changed_at: event.occurredAt,
      }),
    ),
  );
};
