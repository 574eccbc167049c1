import { trialBalanceTable } from '../../src/demonstration/trial-balance';

const row = (
  accountCode: string,
  nameEnglish: string,
  closingDebitGel: string,
  closingCreditGel: string,
) => ({
  accountCode,
  nameEnglish,
  closingDebitGel,
  closingCreditGel,
});

describe('the table of a trial balance', () => {
  it('lines amounts up, groups thousands and leaves out accounts without a balance', () => {
    const table = trialBalanceTable({
      rows: [
        row('1110', 'Cash on hand', '1234567.80', '0.00'),
        row('1210', 'Bank', '0.00', '0.00'),
        row(
          '5150',
          'Charter capital of a limited liability company, fully paid in',
          '0.00',
          '5.00',
        ),
      ],
      totals: { closingDebitGel: '1234567.80', closingCreditGel: '5.00' },
    });
    expect(table).toEqual([
      'Code   Account                                               Debit, GEL     Credit, GEL',
      '---------------------------------------------------------------------------------------',
      '1110   Cash on hand                                        1,234,567.80                ',
      '5150   Charter capital of a limited liability company,…                            5.00',
      '---------------------------------------------------------------------------------------',
      '       Total                                               1,234,567.80            5.00',
    ]);
  });
});
