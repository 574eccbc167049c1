import { AccountingDate, Money, type Uuid } from '@accounting/kernel';
import fc from 'fast-check';
import { watchThreshold, type Supply } from '../../../src/domain/vat-registration/watch-threshold';
import { taxLaw } from '../../tax-law';

const supply = (date: string, amount: string): Supply => ({
  ...{ date: AccountingDate.of(date), amount: Money.of(amount) },
  transactionId: `${date} ${amount}` as Uuid,
});
const watch = (supplies: readonly Supply[], today: string) =>
  watchThreshold(taxLaw, supplies, AccountingDate.of(today));
const monthly = (amount: string, count: number): readonly Supply[] =>
  Array.from({ length: count }, (_, index) =>
    supply(`2026-${String(index + 1).padStart(2, '0')}-15`, amount),
  );

describe('the threshold of registration', () => {
  const year = [...monthly('8000', 11), supply('2026-12-05', '9000'), supply('2026-12-20', '4000')];

  it('is crossed by a supply; the application is due two working days later', () => {
    const watched = watch(year, '2026-12-31');
    expect(watched.crossing).toEqual({
      on: '2026-12-20',
      transactionId: '2026-12-20 4000',
      total: Money.of('101000.00'),
      applyBy: '2026-12-22',
    });
    expect(watched.rules.map(({ id }) => id)).toEqual([
      ...['vat.registration_threshold', 'vat.registration_months'],
    ]);
  });

  it('is not crossed before that day, nor by a hundred thousand exactly', () => {
    expect(watch(year, '2026-12-19').crossing).toBeUndefined();
    expect(watch([supply('2026-05-01', '100000')], '2026-12-31').crossing).toBeUndefined();
    expect(watch([supply('2026-05-01', '100000.01')], '2026-12-31').crossing?.on).toBe(
      '2026-05-01',
    );
  });

  it('counts any twelve months, not those of the calendar', () => {
    const around = [supply('2025-07-01', '60000'), supply('2026-06-30', '40000.01')];
    expect(watch(around, '2026-06-30').crossing?.on).toBe('2026-06-30');
    const apart = [supply('2025-07-01', '60000'), supply('2026-07-01', '40000.01')];
    expect(watch(apart, '2026-07-01')).toMatchObject({ total: Money.of('40000.01') });
    expect(watch(apart, '2026-07-01').crossing).toBeUndefined();
  });

  it('takes off what was taken back', () => {
    const returned = [
      ...[supply('2026-05-01', '90000'), supply('2026-05-02', '-20000')],
      supply('2026-05-03', '25000'),
    ];
    expect(watch(returned, '2026-05-31').crossing).toBeUndefined();
  });

  it('stays crossed when the total falls', () => {
    const watched = watch([supply('2024-05-01', '100001')], '2026-05-31');
    expect(watched).toMatchObject({ total: Money.zero(), crossing: { on: '2024-05-01' } });
  });

  it('is expected to be crossed if the last three months go on so', () => {
    expect(watch(monthly('10000', 6), '2026-07-01').expectedIn).toBe('2026-11');
    expect(watch(monthly('10000', 7), '2026-07-31').expectedIn).toBe('2026-11');
    expect(watch(monthly('14000', 7), '2026-07-31').expectedIn).toBe('2026-08');
    expect(watch(monthly('8000', 6), '2026-07-01').expectedIn).toBeUndefined();
    expect(watch([], '2026-07-01').expectedIn).toBeUndefined();
    expect(watch(year, '2026-12-31').expectedIn).toBeUndefined();
  });

  it('has the total that adding up by hand gives, whatever was supplied', () => {
    const supplies = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 1_500 }), fc.bigInt(-(10n ** 7n), 10n ** 8n)))
      .map((list) =>
        [...list]
          .sort(([one], [other]) => one - other)
          .map(([day, units], index) => ({
            date: AccountingDate.addDays(AccountingDate.of('2023-01-01'), day),
            amount: Money.ofMinorUnits(units),
            transactionId: String(index) as Uuid,
          })),
      );
    const today = AccountingDate.of('2026-11-22');
    const since = AccountingDate.addMonths(today, -12);
    fc.assert(
      fc.property(supplies, (list) => {
        const within = list.filter(({ date }) => since < date && date <= today);
        const byHand = Money.sum(within.map(({ amount }) => amount)).toString();
        expect(watchThreshold(taxLaw, list, today).total.toString()).toBe(byHand);
      }),
    );
  });
});
