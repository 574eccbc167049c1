import { sumByAccount, trialBalance } from '../../src/domain/trial-balance';
import { idOf, ledgerFixture, totalsOf } from './fixtures';

describe('the trial balance', () => {
  const ledger = ledgerFixture();
  const codes = ['1410', '1210', '6110', '1000', '1220'];
  const accounts = [...ledger.accounts()].filter(({ code }) => codes.includes(code));
  const byCodes = accounts.toSorted(
    (one, other) => codes.indexOf(one.code) - codes.indexOf(other.code),
  );
  const posted = [
    totalsOf('6110', { credit: '100.00' }),
    totalsOf('1410', { debit: '100.00', credit: '30.00' }),
    totalsOf('1220', { currency: 'USD', debit: '10', debitGel: '27.00' }),
    totalsOf('1220', { currency: 'EUR', debit: '1', debitGel: '3.00' }),
    totalsOf('1210', { debit: '5.00', credit: '5.00' }),
  ];
  const { lines, totals } = trialBalance(byCodes, posted);

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

  it('adds up the currencies of an account in GEL', () => {
    const sums = sumByAccount(posted).get(idOf('1220'));
    expect([sums?.debit, sums?.credit].map(String)).toEqual(['30.00', '0.00']);
  });
});
