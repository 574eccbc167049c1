import { AccountingMonth } from '@accounting/kernel';
import { DeciderSpecification } from '@accounting/testing';
import type { FiscalPeriodCommand } from '../../src/domain/fiscal-period/commands';
import { fiscalPeriodDecider } from '../../src/domain/fiscal-period/decide';
import type { FiscalPeriodEvent } from '../../src/domain/fiscal-period/events';
import { by, ledgerFixture } from './fixtures';

const { given } = DeciderSpecification.for(fiscalPeriodDecider);
const period = AccountingMonth.of('2026-10');
const metadata = by('mariam');

const close: FiscalPeriodCommand = { type: 'CloseFiscalPeriod', data: { period }, metadata };
const lock: FiscalPeriodCommand = { type: 'LockFiscalPeriod', data: { period }, metadata };
const reopen = (reason = 'Late invoice'): FiscalPeriodCommand => ({
  type: 'ReopenFiscalPeriod',
  data: { period, reason },
  metadata,
});

const unlock = (
  reason = 'Corrected return',
  closedYears: readonly number[] = [2025],
): FiscalPeriodCommand => ({
  type: 'UnlockFiscalPeriod',
  data: { period, reason },
  metadata,
  ledger: ledgerFixture({ closedYears }),
});

const closed: FiscalPeriodEvent = {
  type: 'FiscalPeriodClosed',
  data: { period, closedBy: 'mariam' },
};
const locked: FiscalPeriodEvent = {
  type: 'FiscalPeriodLocked',
  data: { period, lockedBy: 'mariam' },
};
const unlocked: FiscalPeriodEvent = {
  type: 'FiscalPeriodUnlocked',
  data: { period, unlockedBy: 'mariam', reason: 'Corrected return' },
};
const reopened: FiscalPeriodEvent = {
  type: 'FiscalPeriodReopened',
  data: { period, reopenedBy: 'mariam', reason: 'Late invoice' },
};

describe('a month that nobody closed', () => {
  it('is open and can be closed', () => {
    given([]).when(close).then([closed]);
  });

  it.each([lock, reopen()])('refuses what needs it closed, by name: $type', (command) => {
    given([]).when(command).thenRejects('accounting-core.period_not_closed', {
      kind: 'failed_precondition',
      details: { period },
    });
  });
});

describe('the months that can be closed', () => {
  const closing = (month: string, at?: string): FiscalPeriodCommand => ({
    type: 'CloseFiscalPeriod',
    data: { period: AccountingMonth.of(month) },
    metadata: by('mariam', at),
  });
  const closingOf = (month: string): FiscalPeriodEvent => ({
    type: 'FiscalPeriodClosed',
    data: { period: AccountingMonth.of(month), closedBy: 'mariam' },
  });

  it.each(['1995-01', '2026-11', '2027-11'])('%s can be booked in', (month) => {
    given([])
      .when(closing(month))
      .then([closingOf(month)]);
  });

  it.each(['1900-01', '1994-12'])('%s lies before the books of anybody', (month) => {
    given([])
      .when(closing(month))
      .thenRejects('accounting-core.period_too_early', { field: 'period' });
  });

  it.each(['2027-12', '2150-01'])('%s begins more than a year from now', (month) => {
    given([]).when(closing(month)).thenRejects('accounting-core.period_too_late', {
      field: 'period',
      kind: 'invalid_argument',
    });
  });

  it('come nearer with the days of Tbilisi, which begin four hours before those of UTC', () => {
    given([])
      .when(closing('2027-12', '2026-11-30T19:59:59.999Z'))
      .thenRejects('accounting-core.period_too_late', { details: { period: '2027-12' } });
    given([])
      .when(closing('2027-12', '2026-11-30T20:00:00.000Z'))
      .then([closingOf('2027-12')]);
  });
});

describe('a closed month', () => {
  it('is not closed again', () => {
    given([closed]).when(close).thenRejects('accounting-core.period_closed', {
      details: { period },
    });
  });

  it('can be locked', () => {
    given([closed]).when(lock).then([locked]);
  });

  it('is reopened with a reason, and can be closed again', () => {
    given([closed]).when(reopen()).then([reopened]);
    given([closed, reopened]).when(close).then([closed]);
  });

  it.each(['', 'x'.repeat(501)])('is not reopened for %j', (reason) => {
    given([closed])
      .when(reopen(reason))
      .thenRejects('accounting-core.reason_invalid', { field: 'reason' });
  });
});

describe('a locked month', () => {
  it.each([close, lock, reopen()])('refuses everything: $type', (command) => {
    given([closed, locked]).when(command).thenRejects('accounting-core.period_locked', {
      details: { period },
    });
  });

  it('is unlocked with a reason, is closed then, and can be reopened', () => {
    given([closed, locked]).when(unlock()).then([unlocked]);
    given([closed, locked, unlocked]).when(reopen()).then([reopened]);
  });

  it.each(['', 'x'.repeat(501)])('is not unlocked for %j', (reason) => {
    given([closed, locked])
      .when(unlock(reason, [2026]))
      .thenRejects('accounting-core.reason_invalid', { field: 'reason' });
  });

  it('is not unlocked by itself while its year is closed', () => {
    given([closed, locked])
      .when(unlock('Corrected return', [2025, 2026]))
      .thenRejects('accounting-core.period_of_closed_year', {
        kind: 'failed_precondition',
        details: { period, year: 2026 },
      });
  });

  it.each([[[]], [[closed]]])('has to be locked to be unlocked: %j', (history) => {
    given(history)
      .when(unlock())
      .thenRejects('accounting-core.period_not_locked', { details: { period } });
  });

  it('whose year was reopened when that was recorded as a closing is closed, not open', () => {
    given([closed, locked, closed]).when(reopen()).then([reopened]);
  });
});

describe('what nobody handles', () => {
  const stranger = { type: 'Stranger', data: {} } as never;

  it('fails loudly, be it a command or a recorded fact', () => {
    const state = fiscalPeriodDecider.initialState();
    expect(() => fiscalPeriodDecider.decide(stranger, state)).toThrow('Unhandled case');
    expect(() => fiscalPeriodDecider.evolve(state, stranger)).toThrow('Unhandled case');
  });
});
