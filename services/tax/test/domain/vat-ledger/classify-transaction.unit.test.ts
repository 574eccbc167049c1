import { AccountingDate, Money } from '@accounting/kernel';
import fc from 'fast-check';
import { classifyTransaction } from '../../../src/domain/vat-ledger/classify-transaction';
import type {
  AccountElement,
  LedgerEntry,
  LedgerTransactionType,
} from '../../../src/domain/vat-ledger/ledger-transaction';
import type { VatEntry } from '../../../src/domain/vat-ledger/vat-entry';
import { taxLaw } from '../../tax-law';

const { value: rate } = taxLaw.rules.rate('vat.standard_rate', AccountingDate.of('2026-11-22'));

/** `Dr 1410 11800` and `Cr 6110 10000`; what is no income may be anything. */
const entryOf = (text: string): LedgerEntry => {
  const [side, accountCode = '', amount = ''] = text.split(' ');
  const isIncome = accountCode.startsWith('6') || accountCode.startsWith('81');
  const element: AccountElement = isIncome ? 'income' : 'asset';
  return {
    ...{ accountCode, element, amount: Money.of(amount) },
    side: side === 'Dr' ? 'debit' : 'credit',
  };
};

const written = ({ line, base, vat, column, baseOrigin }: VatEntry): string =>
  [line, base, vat, column ?? '', baseOrigin === 'derived' ? 'derived' : ''].join(' ').trim();

const classified = (texts: readonly string[], type: LedgerTransactionType = 'standard') =>
  classifyTransaction({ type, entries: texts.map(entryOf) }, rate)
    .map(written)
    .map((text) => text.replaceAll(/ {2,}/g, ' '));

describe('an ordinary transaction means for VAT', () => {
  it.each<[string, string[], string[]]>([
    [
      'a sale',
      ['Dr 1410 11800', 'Cr 6110 10000', 'Cr 3330 1800', 'Dr 7210 3000', 'Cr 1610 3000'],
      ['I.1 10000.00 1800.00'],
    ],
    [
      'a sale with a discount',
      ['Dr 1410 10620', 'Dr 6120 1000', 'Cr 6110 10000', 'Cr 3330 1620'],
      ['I.1 9000.00 1620.00'],
    ],
    [
      'lines of a sale that were rounded one by one',
      ['Dr 1410 35.52', 'Cr 6110 30.09', 'Cr 3330 5.43'],
      ['I.1 30.09 5.43'],
    ],
    [
      'the disposal of a fixed asset with a gain',
      ['Dr 1430 1180', 'Cr 8130 1000', 'Cr 3330 180'],
      ['I.1 1000.00 180.00'],
    ],
    [
      'a sale of which a part is not taxed',
      ['Dr 1410 1680', 'Cr 6110 1500', 'Cr 3330 180'],
      ['I.1 1000.00 180.00 derived', 'unclassified 500.00 0.00'],
    ],
    [
      'a sale with more VAT than its rate gives',
      ['Dr 1410 1360', 'Cr 6110 1000', 'Cr 3330 360'],
      ['I.1 2000.00 360.00 derived'],
    ],
    ['a sale without VAT', ['Dr 1410 500', 'Cr 6110 500'], ['unclassified 500.00 0.00']],
    [
      'goods taken out without a price',
      ['Dr 7490 1180', 'Cr 1610 1000', 'Cr 3330 180'],
      ['I.8 1000.00 180.00 derived'],
    ],
    [
      'a return by a customer',
      ['Dr 6120 1000', 'Dr 3330 180', 'Cr 1410 1180'],
      ['I.1 -1000.00 -180.00'],
    ],
    [
      'a purchase of goods',
      ['Dr 1610 5000', 'Dr 3340 900', 'Cr 3110 5900'],
      ['III.1 5000.00 900.00 goods_services'],
    ],
    [
      'a purchase against an advance paid',
      ['Dr 1610 5000', 'Dr 3340 900', 'Cr 1480 5900'],
      ['III.1 5000.00 900.00 goods_services'],
    ],
    [
      'a purchase of a fixed asset',
      ['Dr 2160 1000', 'Dr 3340 180', 'Cr 1210 1180'],
      ['III.1 1000.00 180.00 fixed_assets'],
    ],
    [
      'a purchase of both',
      ['Dr 2160 1000', 'Dr 7425 500', 'Dr 3340 270', 'Cr 3110 1770'],
      ['III.1 500.00 90.00 goods_services', 'III.1 1000.00 180.00 fixed_assets'],
    ],
    [
      'a fixed asset by its own account of input VAT',
      ['Dr 2160 1000', 'Dr 3342 180', 'Cr 3110 1180'],
      ['III.1 1000.00 180.00 fixed_assets'],
    ],
    [
      'a return to a supplier',
      ['Dr 3110 1180', 'Cr 1610 1000', 'Cr 3340 180'],
      ['III.1 -1000.00 -180.00 goods_services'],
    ],
    [
      'a credit that is given up',
      ['Dr 7490 180', 'Cr 3340 180'],
      ['III.1 -1000.00 -180.00 goods_services derived'],
    ],
    [
      'VAT of an import',
      ['Dr 3341 2016', 'Cr 1210 2016'],
      ['III.2 11200.00 2016.00 goods_services derived'],
    ],
    [
      'input VAT of which no purchase is booked beside',
      ['Dr 3340 180', 'Cr 1210 180'],
      ['III.1 1000.00 180.00 goods_services derived'],
    ],
    [
      'a reverse charge',
      ['Dr 7445 1000', 'Dr 3340 180', 'Cr 3330 180', 'Cr 3110 1000'],
      ['II.1 1000.00 180.00', 'III.4 1000.00 180.00 goods_services'],
    ],
    [
      'a reverse charge booked by itself',
      ['Dr 3340 180', 'Cr 3330 180'],
      ['II.1 1000.00 180.00 derived', 'III.4 1000.00 180.00 goods_services derived'],
    ],
    [
      'a reverse charge by accounts of its own',
      ['Dr 7445 1000', 'Dr 3343 180', 'Cr 3332 180', 'Cr 3110 1000'],
      ['II.1 1000.00 180.00', 'III.4 1000.00 180.00 goods_services'],
    ],
    [
      'a reverse charge without credit',
      ['Dr 7445 1180', 'Cr 3330 180', 'Cr 3110 1000'],
      ['II.1 1000.00 180.00 derived'],
    ],
    [
      'a reverse charge taken back',
      ['Cr 7445 1000', 'Cr 3340 180', 'Dr 3330 180', 'Dr 3110 1000'],
      ['II.1 -1000.00 -180.00', 'III.4 -1000.00 -180.00 goods_services'],
    ],
    [
      'an advance received',
      ['Dr 1210 11800', 'Cr 3120 11800', 'Dr 3331 1800', 'Cr 3330 1800'],
      ['I.2 10000.00 1800.00 derived'],
    ],
    [
      'an advance whose VAT was taken out of the liability',
      ['Dr 1210 11800', 'Cr 3120 10000', 'Cr 3330 1800'],
      ['I.2 10000.00 1800.00 derived'],
    ],
    [
      'a supply of which an advance was taxed before',
      ['Dr 1410 23600', 'Cr 6110 20000', 'Cr 3330 3600', 'Dr 3330 1800', 'Cr 3331 1800'],
      ['I.1 20000.00 3600.00', 'I.1 -10000.00 -1800.00 derived'],
    ],
    [
      'the VAT of an advance set off by itself',
      ['Dr 3330 1800', 'Cr 3331 1800'],
      ['I.1 -10000.00 -1800.00 derived'],
    ],
    ['setting input off', ['Dr 3330 1080', 'Cr 3340 1080'], []],
    ['paying VAT', ['Dr 3330 1800', 'Cr 3340 1080', 'Cr 1210 720'], []],
    ['paying VAT by the budget account', ['Dr 3330 720', 'Cr 3399 720'], []],
    ['a refund', ['Dr 1210 500', 'Cr 3340 500'], []],
    ['wages', ['Dr 7410 1000', 'Cr 3130 1000'], []],
    ['a payment by a customer', ['Dr 1210 11800', 'Cr 1410 11800'], []],
  ])('%s', (_, entries, expected) => {
    expect(classified(entries)).toEqual(expected);
  });

  it.each(['opening_balance', 'revaluation', 'year_end_closing', 'reversal'] as const)(
    'nothing when it is of the type %s',
    (type) => {
      expect(classified(['Dr 1410 11800', 'Cr 6110 10000', 'Cr 3330 1800'], type)).toEqual([]);
    },
  );

  it('no tetri more or less than its accounts of VAT move, whatever they are', () => {
    const codes = ['3330', '3331', '3332', '3340', '3341', '3342', '3343', '3120', '6110', '1610'];
    const anEntry = fc.record({
      accountCode: fc.constantFrom(...codes),
      element: fc.constant<AccountElement>('asset'),
      side: fc.constantFrom('debit', 'credit'),
      amount: fc.bigInt(1n, 10n ** 9n).map((units) => Money.ofMinorUnits(units)),
    });
    const signed = (entry: LedgerEntry): Money =>
      entry.side === 'credit' ? entry.amount : entry.amount.negated();
    fc.assert(
      fc.property(fc.array(anEntry, { minLength: 1 }), (entries) => {
        // What is on 3331 waits for its supply: the VAT of the advance itself is on 3330.
        const moved = entries.filter(
          ({ accountCode }) => accountCode.startsWith('33') && accountCode !== '3331',
        );
        const payable = classifyTransaction({ type: 'standard', entries }, rate).map(
          ({ line, vat }) => (line.startsWith('III') ? vat.negated() : vat),
        );
        const hasOperation = entries.some(({ accountCode }) => !accountCode.startsWith('33'));
        fc.pre(hasOperation);
        expect(Money.sum(payable).toString()).toBe(Money.sum(moved.map(signed)).toString());
      }),
    );
  });
});
