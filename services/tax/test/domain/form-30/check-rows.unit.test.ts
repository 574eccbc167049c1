// Numbers are synthetic.
import { AccountingDate, DomainError, Money, Rate } from '@accounting/kernel';
import { checkedRows } from '../../../src/domain/form-30/check-rows';
import type { PaymentRow } from '../../../src/domain/form-30/payment-row';
import { taxLaw } from '../../tax-law';
import { november, offshoreRow, salaryRow } from './rows';

const check = (...rows: readonly PaymentRow[]) => checkedRows(taxLaw.form30, november, rows);

/** What is wrong with a row: field and reason. */
const mistakesOf = (row: PaymentRow): readonly string[] => {
  try {
    check(row);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe('tax.form_30_rows_invalid');
    expect(error.details).toEqual({ period: november, article: taxLaw.form30.article });
    return error.violations.map(({ field, code }) =>
      `${field} ${code}`.replace('rows[0].', '').replace('tax.form_30_', ''),
    );
  }
};

const rent = { ...salaryRow, category: 26, incomeType: 19 };
const onDay = (day: string) => ({ paidOn: AccountingDate.of(day) });
const below = Money.of('-0.01');
const royalty = { category: 27, incomeType: 17, rate: Rate.percent('5') };

const withId = (id: string): PaymentRow => ({
  ...salaryRow,
  recipient: { ...salaryRow.recipient, id },
});

const withNames = (firstName: string, surname: string): PaymentRow => {
  const { id, address } = salaryRow.recipient;
  return { ...salaryRow, recipient: { kind: 'individual', id, address, firstName, surname } };
};

const georgianCompany = (id = '123456789'): PaymentRow['recipient'] => ({
  kind: 'organisation',
  ...{ id, legalForm: 'შპს', name: 'მაგალითი', address: '' },
});

const organisationWithId = (id: string): PaymentRow => ({
  ...rent,
  recipient: georgianCompany(id),
});

describe('a row of the return of tax withheld', () => {
  it.each<[string, PaymentRow]>([
    ['a salary', salaryRow],
    ['a salary at the 12% of December 2024', { ...salaryRow, rate: Rate.percent('12') }],
    ['a payment to a low-tax country', offshoreRow],
    ['a dividend to a resident', { ...rent, incomeType: 2, rate: Rate.percent('5') }],
    ['goods', { ...rent, category: 35, incomeType: 6, rate: Rate.percent('3') }],
    ['a royalty to a non-resident', { ...offshoreRow, ...royalty }],
    ['relief as large as the amount', { ...salaryRow, relief: salaryRow.amount }],
    ['a stipend', { ...salaryRow, category: 30, incomeType: 5 }],
  ])('may be %s', (_title, row) => {
    expect(mistakesOf(row)).toEqual([]);
  });

  it.each<[string, PaymentRow, string]>([
    ['a resident’s number of 10 digits', withId('0123456789'), 'recipient.id id_invalid'],
    [
      'an organisation with 11 digits',
      organisationWithId('12345678901'),
      'recipient.id id_invalid',
    ],
    [
      'a foreign number with nothing in it',
      { ...offshoreRow, recipient: { ...offshoreRow.recipient, id: ' ' } },
      'recipient.id id_invalid',
    ],
    ['no first name', withNames('', 'ბერიძე'), 'recipient text_invalid'],
    ['a control character', withNames('ნინო', 'ბ\u0001'), 'recipient text_invalid'],
    ['two lines', withNames('ნინო\nანა', 'ბ'), 'recipient text_invalid'],
    ['half a surrogate pair', withNames('ნინო', '\uD800'), 'recipient text_invalid'],
    ['U+FFFE', withNames('ნინო', 'ბ\uFFFE'), 'recipient text_invalid'],
    ['U+FFFF', withNames('ნინო', 'ბ\uFFFF'), 'recipient text_invalid'],
    ['201 characters', withNames('ნ'.repeat(201), 'ბ'), 'recipient text_invalid'],
    [
      'an address of two lines',
      { ...salaryRow, recipient: { ...salaryRow.recipient, address: 'ა\nბ' } },
      'recipient.address text_invalid',
    ],
    ['an unknown category', { ...salaryRow, category: 999 }, 'category category_unknown'],
    [
      'an offshore category for Georgia',
      { ...offshoreRow, recipient: georgianCompany(), residency: '268' },
      'category category_mismatch',
    ],
    [
      'the category of an organisation for a person',
      { ...salaryRow, category: 31, residency: '92', incomeType: 7, rate: Rate.percent('15') },
      'category category_mismatch',
    ],
    ['an unknown type', { ...salaryRow, incomeType: 99 }, 'incomeType income_type_unknown'],
    ['a type that ended', { ...rent, incomeType: 18 }, 'incomeType income_type_unknown'],
    [
      'a stipend in another category',
      { ...rent, incomeType: 5 },
      'incomeType income_type_mismatch',
    ],
    [
      'salary to a foreign gambler',
      { ...offshoreRow, category: 42, incomeType: 1 },
      'incomeType income_type_mismatch',
    ],
    ['no amount', { ...salaryRow, amount: Money.zero() }, 'amount amount_invalid'],
    [
      'relief above the amount',
      { ...salaryRow, relief: Money.of('2000.01') },
      'relief amount_invalid',
    ],
    ['relief below zero', { ...salaryRow, relief: below }, 'relief amount_invalid'],
    ['a treaty below zero', { ...salaryRow, treatyRelief: below }, 'treatyRelief amount_invalid'],
    [
      'foreign tax below zero',
      { ...salaryRow, foreignTaxCredit: below },
      'foreignTaxCredit amount_invalid',
    ],
    [
      'a payment of December',
      { ...salaryRow, ...onDay('2026-12-01') },
      'paidOn date_outside_month',
    ],
    ['salary at 15%', { ...salaryRow, rate: Rate.percent('15') }, 'rate rate_not_allowed'],
    [
      'a royalty at 5% to a low-tax country',
      { ...offshoreRow, incomeType: 17, rate: Rate.percent('5') },
      'rate rate_not_allowed',
    ],
  ])('is refused with %s', (_title, row, mistake) => {
    expect(mistakesOf(row)).toContain(mistake);
  });

  it('is refused with no code of a country', () => {
    expect(mistakesOf({ ...salaryRow, residency: 'GE' })).toContain('residency residency_invalid');
  });

  it('may have a type that ended later, and no rate that began later', () => {
    const october = AccountingDate.of('2024-10-31');
    const old = { ...salaryRow, paidOn: october, incomeType: 18 };
    const atTwelve = { ...salaryRow, paidOn: october, rate: Rate.percent('12') };
    const month = AccountingDate.monthOf(october);
    expect(checkedRows(taxLaw.form30, month, [old])).toHaveLength(1);
    expect(() => checkedRows(taxLaw.form30, month, [atTwelve])).toThrow(
      expect.objectContaining({
        violations: [expect.objectContaining({ field: 'rows[0].rate' })],
      }) as Error,
    );
  });

  it('says whether its rate is one that the rules know', () => {
    const abroad = { ...rent, residency: '92' };
    const toOrganisation = { ...abroad, recipient: offshoreRow.recipient };
    const rows = [salaryRow, rent, abroad, toOrganisation];
    expect(check(...rows).map(({ isRateKnown }) => isRateKnown)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('is refused together with the others that are wrong', () => {
    const noAmount = { ...salaryRow, amount: Money.zero() };
    expect(() => check(noAmount, salaryRow, { ...noAmount, residency: '' })).toThrow(
      expect.objectContaining({
        violations: expect.arrayContaining([
          expect.objectContaining({ field: 'rows[0].amount' }),
          expect.objectContaining({ field: 'rows[2].residency' }),
          expect.objectContaining({ field: 'rows[2].amount' }),
        ]) as unknown,
      }) as Error,
    );
  });
});
