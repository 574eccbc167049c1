import { trialBalance } from '../../src/domain/trial-balance';
import { ledgerFixture, totalsOf } from './fixtures';

describe('the trial balance', () => {
  const { lines, totals } = trialBalance(ledgerFixture().accounts(), [
    totalsOf('6110', { credit: '100.00' }),
    totalsOf('1410', { debit: '100.00', credit: '30.00' }),
    totalsOf('1220', { currency: 'USD', debit: '10', debitGel: '27.00' }),
    totalsOf('1220', { currency: 'EUR', debit: '1', debitGel: '3.00' }),
    totalsOf('1210', { debit: '5.00', credit: '5.00' }),
  ]);

  it('has a line in GEL for each account that was posted to, in order of codes', () => {
    expect(
      lines.map(({ account, debit, credit, debitBalance, creditBalance }) =>
        [account.code, debit, credit, debitBalance, creditBalance].map(String).join(' '),
      ),
    ).toEqual([
      '1210 5.00 5.00 0.00 0.00',
      '1220 30.00 0.00 30.00 0.00',
      '1410 100.00 30.00 70.00 0.00',
      '6110 0.00 100.00 0.00 100.00',
    ]);
  });

  it('adds up both sides', () => {
    expect(Object.values(totals).map(String)).toEqual(['135.00', '135.00', '100.00', '100.00']);
  });
});
