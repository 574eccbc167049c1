import { AccountingMonth } from '@accounting/kernel';
import { periodChangeOf, yearChangeOf } from '../../src/domain/fiscal-history';
import type { FiscalPeriodEvent } from '../../src/domain/fiscal-period/events';
import { transactionId } from './fixtures';

const period = AccountingMonth.of('2025-03');
const closed: FiscalPeriodEvent = {
  type: 'FiscalPeriodClosed',
  data: { period, closedBy: 'mariam' },
};

describe('what was done to a month', () => {
  it('is said in the words of who did it', () => {
    const locked = { type: 'FiscalPeriodLocked', data: { period, lockedBy: 'nino' } } as const;
    const said = { period, reason: 'Late invoice' };
    const unlocked = {
      type: 'FiscalPeriodUnlocked',
      data: { ...said, unlockedBy: 'eka' },
    } as const;
    const reopened = {
      type: 'FiscalPeriodReopened',
      data: { ...said, reopenedBy: 'eka' },
    } as const;
    const { reason } = said;
    expect(periodChangeOf(closed, { status: 'open' })).toEqual({
      change: 'closed',
      changedBy: 'mariam',
      reason: null,
    });
    expect(periodChangeOf(locked, { status: 'closed' })).toEqual({
      change: 'locked',
      changedBy: 'nino',
      reason: null,
    });
    expect(periodChangeOf(unlocked, { status: 'locked' })).toEqual({
      change: 'unlocked',
      changedBy: 'eka',
      reason,
    });
    expect(periodChangeOf(reopened, { status: 'closed' })).toEqual({
      change: 'reopened',
      changedBy: 'eka',
      reason,
    });
  });

  it('was an unlocking where a locked month was recorded as closed', () => {
    expect(periodChangeOf(closed, { status: 'locked' })).toMatchObject({ change: 'unlocked' });
  });

  it('fails loudly when nobody knows it', () => {
    const stranger = { type: 'Stranger', data: {} } as never;
    expect(() => periodChangeOf(stranger, { status: 'open' })).toThrow('Unhandled case');
  });
});

describe('what was done to a year', () => {
  const year = 2025;

  it('names profit, reason and the transaction that was made', () => {
    expect(
      yearChangeOf({
        type: 'FiscalYearClosed',
        data: {
          year,
          closedBy: 'mariam',
          closingTransactionId: transactionId(5),
          profitGel: '7.00',
        },
      }),
    ).toEqual({
      change: 'closed',
      changedBy: 'mariam',
      reason: null,
      transactionId: transactionId(5),
      profitGel: '7.00',
    });
    expect(
      yearChangeOf({
        type: 'FiscalYearReopened',
        data: {
          year,
          reopenedBy: 'eka',
          reason: 'Audit',
          reversalTransactionId: transactionId(6),
        },
      }),
    ).toEqual({
      change: 'reopened',
      changedBy: 'eka',
      reason: 'Audit',
      transactionId: transactionId(6),
      profitGel: null,
    });
  });

  it('names no transaction where none was made', () => {
    const idle = { year, closedBy: 'mariam', profitGel: '0.00' };
    const reopened = { year, reopenedBy: 'eka', reason: 'Audit' };
    expect(yearChangeOf({ type: 'FiscalYearClosed', data: idle }).transactionId).toBeNull();
    expect(yearChangeOf({ type: 'FiscalYearReopened', data: reopened }).transactionId).toBeNull();
  });
});
