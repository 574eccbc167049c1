import { AccountingMonth } from '@accounting/kernel';
import { DeciderSpecification } from '@accounting/testing';
import type { FiscalPeriodCommand } from '../../src/domain/fiscal-period/commands';
import { fiscalPeriodDecider } from '../../src/domain/fiscal-period/decide';
import type { FiscalPeriodEvent } from '../../src/domain/fiscal-period/events';
import { by } from './fixtures';

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

const closed: FiscalPeriodEvent = {
  type: 'FiscalPeriodClosed',
  data: { period, closedBy: 'mariam' },
};
const locked: FiscalPeriodEvent = {
  type: 'FiscalPeriodLocked',
  data: { period, lockedBy: 'mariam' },
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

  it('is closed, not open, after its year was reopened', () => {
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
