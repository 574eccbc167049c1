// Numbers are synthetic.
import { AccountingDate, AccountingMonth, Money, Rate } from '@accounting/kernel';
import type { PaymentRow } from '../../../src/domain/form-30/payment-row';

/** The month of the rows below. */
export const november = AccountingMonth.of('2026-11');

/** A resident's salary of November 2026. */
export const salaryRow: PaymentRow = {
  recipient: {
    kind: 'individual',
    id: '01234567890',
    firstName: 'ნინო',
    surname: 'ბერიძე',
    address: 'თბილისი, რუსთაველის გამზ. 1',
  },
  residency: '268',
  category: 4,
  incomeType: 1,
  amount: Money.of('2000.00'),
  relief: Money.zero(),
  paidOn: AccountingDate.of('2026-11-05'),
  rate: Rate.percent('20'),
  treatyRelief: Money.zero(),
  foreignTaxCredit: Money.zero(),
  isPaidFromTreasury: false,
};

/** A company in a low-tax country, paid for services. */
export const offshoreRow: PaymentRow = {
  ...salaryRow,
  recipient: {
    kind: 'organisation',
    id: 'VG-1029384',
    legalForm: 'Ltd',
    name: 'Smith & Sons <Trading>',
    address: '',
  },
  residency: '92',
  category: 31,
  incomeType: 7,
  rate: Rate.percent('15'),
};
