import { AccountingDate, AccountingMonth } from '@accounting/kernel';
import { Duties, type Duty, type TaxpayerTrait } from '../../../src/domain/tax-calendar/duties';
import { taxLaw } from '../../tax-law';

const { duties, workingDays } = taxLaw;
const date = AccountingDate.of;

const due = (traits: readonly TaxpayerTrait[], from: string, to: string): readonly string[] =>
  duties
    .between(new Set(traits), { from: date(from), to: date(to) }, workingDays)
    .map(({ duty, period, dueOn }) => `${dueOn} ${duty.id} ${period}`);

describe('the VAT return', () => {
  it.each([
    ['2026-01', '2026-02-16'],
    ['2026-03', '2026-04-15'],
    ['2026-12', '2027-01-15'],
    ['2027-04', '2027-05-18'],
  ])('of %s is due on %s', (month, dueOn) => {
    const found = duties.vatReturnOf(AccountingMonth.of(month), workingDays);
    expect(found).toEqual({
      dueOn,
      rule: {
        ...{ id: 'vat.return', article: 'Tax Code, article 168(1)', status: 'confirmed' },
        value: '15',
      },
    });
  });
});

describe('the tax calendar', () => {
  it('has the months and years of a company in the order of the days', () => {
    const traits = ['company', 'vat_payer', 'property_owner'] as const;
    expect(due(traits, '2026-12-16', '2027-06-30')).toEqual([
      '2027-01-15 vat.return 2026-12',
      '2027-02-15 vat.return 2027-01',
      '2027-03-15 vat.return 2027-02',
      '2027-04-01 property.return 2026',
      '2027-04-15 vat.return 2027-03',
      '2027-05-18 vat.return 2027-04',
      '2027-06-01 property.notice 2027',
      '2027-06-15 vat.return 2027-05',
      '2027-06-15 property.advance 2027',
    ]);
  });

  it('has what moved into the time asked for, and not what moved out of it', () => {
    expect(due(['vat_payer'], '2027-05-17', '2027-05-31')).toEqual([
      '2027-05-18 vat.return 2027-04',
    ]);
    expect(due(['vat_payer'], '2027-05-01', '2027-05-17')).toEqual([]);
  });

  it('has the years of an annual payer', () => {
    expect(due(['annual_profit'], '2026-01-01', '2026-12-31')).toEqual([
      '2026-04-01 profit.annual_return 2025',
      '2026-05-15 profit.advance_may 2026',
      '2026-07-15 profit.advance_july 2026',
      '2026-09-15 profit.advance_september 2026',
      '2026-12-15 profit.advance_december 2026',
    ]);
  });

  it('has nothing for who has nothing to do', () => {
    expect(due([], '2026-01-01', '2026-12-31')).toEqual([]);
  });

  it('has every duty once, and the VAT return of every month', () => {
    const [first] = duties.all as [Duty];
    expect(() => new Duties([...duties.all, first])).toThrow('an id of its own');
    expect(() => new Duties([])).toThrow('of every month');
    const yearly = { every: 'year', month: 4, day: 1, yearsAfter: 1 } as const;
    expect(() => new Duties([{ ...first, id: 'vat.return', due: yearly }])).toThrow('every month');
  });

  it('names sources that the edition explains, and both languages', () => {
    for (const { sources, name } of duties.all) {
      expect(sources.filter((source) => !(source in taxLaw.sources))).toEqual([]);
      expect(name.georgian).toMatch(/[ა-ჰ]/u);
    }
  });
});
