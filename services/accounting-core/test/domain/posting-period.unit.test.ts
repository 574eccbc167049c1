import { AccountingDate } from '@accounting/kernel';
import { closedYearAfter, requireOpenPeriod } from '../../src/domain/posting-period';
import { ledgerFixture, reasonOf, refusalOf, wholeYear } from './fixtures';

const booking = (date: string, periods: Parameters<typeof ledgerFixture>[0]) => () =>
  requireOpenPeriod(ledgerFixture(periods), { date: AccountingDate.of(date) });

describe('a posting', () => {
  it('is taken by a month that nobody closed', () => {
    expect(booking('2026-11-30', { periods: { '2026-10': 'closed' } })).not.toThrow();
  });

  it('is refused by a closed month, which is named', () => {
    const attempt = booking('2026-10-31', { periods: { '2026-10': 'closed' } });
    expect(refusalOf(attempt)).toMatchObject({
      code: 'accounting-core.period_closed',
      kind: 'failed_precondition',
      details: { period: '2026-10', date: '2026-10-31' },
      violations: [{ field: 'transactionDate' }],
      message: 'The fiscal period 2026-10 is closed; it takes no postings dated 2026-10-31.',
    });
  });

  it('is refused by a locked month', () => {
    expect(reasonOf(booking('2026-10-31', { periods: { '2026-10': 'locked' } }))).toBe(
      'period_locked',
    );
  });

  it('is refused by an open month before a year that is closed', () => {
    const attempt = booking('2023-06-30', { closedYears: [2025] });
    expect(refusalOf(attempt)).toMatchObject({
      code: 'accounting-core.period_locked',
      details: { period: '2023-06', closedYear: 2025 },
      message: 'The fiscal period 2023-06 lies before the closed year 2025 and takes no postings.',
    });
  });

  it('is taken after the closed year', () => {
    expect(booking('2026-01-01', { closedYears: [2025] })).not.toThrow();
  });

  it('is taken before a year whose months are locked and which is not closed', () => {
    const periods = wholeYear(2025, 'locked');
    expect(booking('2024-05-05', { periods })).not.toThrow();
  });
});

describe('the closed year after a year', () => {
  it('is the earliest that comes later', () => {
    const ledger = ledgerFixture({ closedYears: [2024, 2025] });
    expect(closedYearAfter(2020, ledger)).toBe(2024);
    expect(closedYearAfter(2024, ledger)).toBe(2025);
    expect(closedYearAfter(2025, ledger)).toBeUndefined();
  });
});
