import { DeciderSpecification } from '@accounting/testing';
import type { CloseFiscalYear, ReopenFiscalYear } from '../../src/domain/fiscal-year/commands';
import { fiscalYearDecider } from '../../src/domain/fiscal-year/decide';
import type { FiscalYearEvent } from '../../src/domain/fiscal-year/events';
import { by, contentFixture, ledgerFixture, totalsOf, transactionId, wholeYear } from './fixtures';

const { given } = DeciderSpecification.for(fiscalYearDecider);
const closedMonths = ledgerFixture({ periods: wholeYear(2025, 'closed') });

const close = (
  changes: Partial<CloseFiscalYear['data']> = {},
  ledger = closedMonths,
): CloseFiscalYear => ({
  type: 'CloseFiscalYear',
  data: {
    year: 2025,
    closingTransactionId: transactionId(5),
    totals: [totalsOf('6110', { credit: '100.00' })],
    totalsBefore: [],
    ...changes,
  },
  ledger,
  metadata: by('mariam'),
});

const reopen = (
  changes: Partial<ReopenFiscalYear['data']> = {},
  ledger = closedMonths,
): ReopenFiscalYear => ({
  type: 'ReopenFiscalYear',
  data: {
    year: 2025,
    reason: 'Audit adjustment',
    reversalTransactionId: transactionId(6),
    closing: undefined,
    ...changes,
  },
  ledger,
  metadata: by('mariam'),
});

const closed: FiscalYearEvent = {
  type: 'FiscalYearClosed',
  data: {
    year: 2025,
    closedBy: 'mariam',
    closingTransactionId: transactionId(5),
    profitGel: '100.00',
  },
};
const closedIdle: FiscalYearEvent = {
  type: 'FiscalYearClosed',
  data: { year: 2025, closedBy: 'mariam', profitGel: '0.00' },
};
const reopened: FiscalYearEvent = {
  type: 'FiscalYearReopened',
  data: { year: 2025, reopenedBy: 'mariam', reason: 'Audit adjustment' },
};
const closing = contentFixture({ transactionId: transactionId(5) });

describe('a fiscal year', () => {
  it('is closed with its profit', () => {
    given([]).when(close()).then([closed]);
  });

  it('without income and expenses is closed without a transaction', () => {
    given([])
      .when(close({ totals: [] }))
      .then([closedIdle]);
  });

  it('is reopened with the reversal of its closing', () => {
    given([closed])
      .when(reopen({ closing }))
      .then([{ ...reopened, data: { ...reopened.data, reversalTransactionId: transactionId(6) } }]);
  });

  it('is reopened without a reversal when there was nothing to close', () => {
    given([closedIdle]).when(reopen()).then([reopened]);
  });

  it('is closed again after it was reopened', () => {
    given([closed, reopened]).when(close()).then([closed]);
  });
});

describe('the order of errors when a year is closed', () => {
  const openMonths = ledgerFixture();
  const before = { totalsBefore: [totalsOf('6110', { credit: '1.00' })] };

  const openBeforeClosed = ledgerFixture({ closedYears: [2026] });
  const tooLarge = Array.from({ length: 12 }, () =>
    totalsOf('6110', { credit: '99999999999999999.99' }),
  );

  it.each<[string, FiscalYearEvent[], CloseFiscalYear]>([
    ['fiscal_year_invalid', [closed], close({ ...before, year: 2027 }, openBeforeClosed)],
    ['fiscal_year_not_over', [closed], close({ ...before, year: 2026 }, openBeforeClosed)],
    ['fiscal_year_already_closed', [closed], close(before, openBeforeClosed)],
    ['later_fiscal_year_closed', [], close(before, openBeforeClosed)],
    ['fiscal_year_has_open_periods', [], close(before, openMonths)],
    ['earlier_fiscal_year_open', [], close({ ...before, totals: tooLarge })],
    ['fiscal_year_closing_too_large', [], close({ totals: tooLarge })],
  ])('%s comes before all that follow', (reason, history, command) => {
    given(history).when(command).thenRejects(`accounting-core.${reason}`);
  });

  it.each([1994, 2027, 2025.5, Number.NaN])('%d is no year to close', (year) => {
    given([])
      .when(close({ year }))
      .thenRejects('accounting-core.fiscal_year_invalid', { field: 'year' });
  });

  it('a year is over when its last day has ended in Tbilisi', () => {
    const closingAt = (at: string): CloseFiscalYear => ({ ...close(), metadata: by('mariam', at) });
    given([])
      .when(closingAt('2025-12-31T19:59:59.999Z'))
      .thenRejects('accounting-core.fiscal_year_not_over', {
        kind: 'failed_precondition',
        details: { year: 2025, lastDay: '2025-12-31' },
      });
    given([]).when(closingAt('2025-12-31T20:00:00.000Z')).then([closed]);
  });

  it('the open months are named', () => {
    const periods = { ...wholeYear(2025, 'closed'), '2025-03': 'open', '2025-07': 'open' } as const;
    given([])
      .when(close({}, ledgerFixture({ periods })))
      .thenRejects('accounting-core.fiscal_year_has_open_periods', {
        kind: 'failed_precondition',
        details: { year: 2025, periods: ['2025-03', '2025-07'] },
      });
  });
});

describe('the order of errors when a year is reopened', () => {
  const laterClosed = ledgerFixture({
    periods: wholeYear(2025, 'locked'),
    closedYears: [2025, 2026],
    changes: { '1410': { isActive: false } },
  });
  const inactive = ledgerFixture({ changes: { '1410': { isActive: false } } });

  it.each<[string, FiscalYearEvent[], ReopenFiscalYear]>([
    ['fiscal_year_invalid', [], reopen({ year: 1900, reason: '' }, laterClosed)],
    ['reason_invalid', [], reopen({ reason: '' }, laterClosed)],
    ['fiscal_year_not_closed', [], reopen({}, laterClosed)],
    ['later_fiscal_year_closed', [closed], reopen({ closing }, laterClosed)],
    ['account_inactive', [closed], reopen({ closing }, inactive)],
  ])('%s comes before all that follow', (reason, history, command) => {
    given(history).when(command).thenRejects(`accounting-core.${reason}`);
  });

  it('the wrong closing transaction is a defect', () => {
    expect(() =>
      fiscalYearDecider.decide(reopen(), {
        status: 'closed',
        closingTransactionId: transactionId(5),
      }),
    ).toThrow('Invariant violated');
  });
});

describe('what nobody handles', () => {
  const stranger = { type: 'Stranger', data: {} } as never;

  it('fails loudly', () => {
    const state = fiscalYearDecider.initialState();
    expect(() => fiscalYearDecider.decide(stranger, state)).toThrow('Unhandled case');
  });
});
