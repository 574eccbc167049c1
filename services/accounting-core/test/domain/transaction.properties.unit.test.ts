import { Currency, ExchangeRate, Money } from '@accounting/kernel';
import fc from 'fast-check';
import type { AccountTotals } from '../../src/domain/account-totals';
import { isEmptyPosition, positionOf } from '../../src/domain/account-totals';
import { isProfitOrLoss } from '../../src/domain/account-hierarchy';
import { revalueForeignBalances } from '../../src/domain/revaluation';
import { reverseTransaction } from '../../src/domain/transaction-reversal';
import { transactionDecider } from '../../src/domain/transaction/decide';
import type { Entry, TransactionContent } from '../../src/domain/transaction/events';
import type { EntryInput } from '../../src/domain/transaction/input';
import { closeFiscalYear } from '../../src/domain/year-end-closing';
import { by, ledgerFixture, postNew, ratesOf, transactionId, wholeYear } from './fixtures';

const ledger = ledgerFixture();
const rates = ratesOf({ USD: '2.7245', EUR: '3.01005', JPY: '0.017801', KWD: '8.8' });
const currencies = ['GEL', 'USD', 'EUR', 'JPY', 'KWD'] as Currency[];
const foreignCurrencies = currencies.filter((currency) => currency !== Currency.GEL);
const codes = ['1220', '1410', '3110', '6110', '6120', '7420', '8240'];

const amountOf = (minorUnits: bigint, currency: Currency): Money =>
  Money.ofMinorUnits(minorUnits, currency);

interface Side {
  readonly currency: Currency;
  readonly minorUnits: bigint;
  readonly account: string;
  readonly isDebit: boolean;
}

const side: fc.Arbitrary<Side> = fc.record({
  currency: fc.constantFrom(...currencies),
  minorUnits: fc.bigInt(100n, 10n ** 11n),
  account: fc.constantFrom(...codes),
  isDebit: fc.boolean(),
});

const inputOf = ({ currency, minorUnits, account, isDebit }: Side): EntryInput => {
  const amount = amountOf(minorUnits, currency).toString();
  return { accountCode: account, currency, [isDebit ? 'debit' : 'credit']: amount };
};

/** Any entries, and one in GEL that brings them to balance, but for up to seven tetri. */
const entries: fc.Arbitrary<EntryInput[]> = fc
  .tuple(fc.array(side, { minLength: 1, maxLength: 8 }), fc.bigInt(-7n, 7n))
  .map(([sides, gap]) => {
    const difference = sides.reduce((sum, { currency, minorUnits, isDebit }) => {
      const rate = rates.get(currency)?.rate ?? ExchangeRate.one;
      const value = rate.convert(amountOf(minorUnits, currency), Currency.GEL).minorUnits;
      return isDebit ? sum + value : sum - value;
    }, gap);
    const rest = Money.ofMinorUnits(difference);
    const balancing = { [rest.isNegative() ? 'debit' : 'credit']: rest.absolute().toString() };
    return [...sides.map(inputOf), { accountCode: '1210', ...balancing }];
  });

const postingOf = (inputs: readonly EntryInput[]): TransactionContent | undefined => {
  try {
    const [event] = transactionDecider.decide(
      postNew({ entries: inputs }, { ledger, rates }),
      transactionDecider.initialState(),
    );
    return event?.type === 'TransactionPosted' ? event.data : undefined;
  } catch {
    return undefined;
  }
};

const signed = ({ side: entrySide }: Entry, amount: Money): bigint =>
  entrySide === 'debit' ? amount.minorUnits : -amount.minorUnits;

/** Debits less credits per account and currency, in the currency and in GEL. */
const positionsOf = (all: readonly Entry[]): AccountTotals[] => {
  const totals = new Map<string, AccountTotals>();
  for (const entry of all) {
    const { accountId, currency } = entry;
    const key = `${accountId} ${currency}`;
    const before = totals.get(key);
    const add = (text: string | undefined, amount: string, unit: Currency, isSide: boolean) =>
      Money.of(text ?? '0', unit)
        .plus(isSide ? Money.of(amount, unit) : Money.zero(unit))
        .toString();
    const isDebit = entry.side === 'debit';
    totals.set(key, {
      accountId,
      currency,
      debit: add(before?.debit, entry.amount, currency, isDebit),
      credit: add(before?.credit, entry.amount, currency, !isDebit),
      debitGel: add(before?.debitGel, entry.amountGel, Currency.GEL, isDebit),
      creditGel: add(before?.creditGel, entry.amountGel, Currency.GEL, !isDebit),
    });
  }
  return [...totals.values()];
};

const sumGel = (all: readonly Entry[]): bigint =>
  all.reduce((sum, entry) => sum + signed(entry, Money.of(entry.amountGel)), 0n);

/** What the ledger may hold: entries of any currency and value, on any account. */
const history: fc.Arbitrary<AccountTotals[]> = fc
  .uniqueArray(
    fc.record({
      code: fc.constantFrom(...codes),
      currency: fc.constantFrom(...currencies),
      amount: fc.bigInt(-(10n ** 10n), 10n ** 10n),
      value: fc.bigInt(-(10n ** 10n), 10n ** 10n),
    }),
    { selector: ({ code, currency }) => `${code} ${currency}`, maxLength: 20 },
  )
  .map((rows) =>
    rows.map(({ code, currency, amount, value }) => {
      const gel = currency === Currency.GEL ? amount : value;
      const onSide = (units: bigint, unit: Currency, isSide: boolean): string =>
        isSide ? amountOf(units, unit).absolute().toString() : '0';
      return {
        accountId: ledger.accountByCode(code)?.accountId as AccountTotals['accountId'],
        currency,
        debit: onSide(amount, currency, amount > 0n),
        credit: onSide(amount, currency, amount < 0n),
        debitGel: onSide(gel, Currency.GEL, gel > 0n),
        creditGel: onSide(gel, Currency.GEL, gel < 0n),
      };
    }),
  );

/** The sums after more entries. */
const after = (totals: readonly AccountTotals[], more: readonly Entry[]): AccountTotals[] => {
  const added = positionsOf(more);
  const keyOf = ({ accountId, currency }: AccountTotals): string => `${accountId} ${currency}`;
  const all = new Map(added.map((row) => [keyOf(row), row]));
  for (const row of totals) {
    const other = all.get(keyOf(row));
    const add = (one: string, two: string | undefined, unit: Currency): string =>
      Money.of(one, unit)
        .plus(Money.of(two ?? '0', unit))
        .toString();
    all.set(keyOf(row), {
      ...row,
      debit: add(row.debit, other?.debit, row.currency),
      credit: add(row.credit, other?.credit, row.currency),
      debitGel: add(row.debitGel, other?.debitGel, Currency.GEL),
      creditGel: add(row.creditGel, other?.creditGel, Currency.GEL),
    });
  }
  return [...all.values()];
};

describe('whatever is posted', () => {
  it('balances to the tetri, with a conversion difference of at most 0.05 GEL', () => {
    let accepted = 0;
    fc.assert(
      fc.property(entries, (inputs) => {
        const content = postingOf(inputs);
        if (content === undefined) return;
        accepted += 1;
        expect(sumGel(content.entries)).toBe(0n);
        const debits = content.entries.filter((entry) => entry.side === 'debit');
        expect(sumGel(debits)).toBe(Money.of(content.totalGel).minorUnits);
        const added = content.entries.filter((entry) => entry.isConversionDifference);
        expect(added.length).toBe(content.entries.length - inputs.length);
        for (const entry of added) {
          expect(Money.of(entry.amountGel).compare(Money.of('0.05'))).toBeLessThanOrEqual(0);
        }
      }),
    );
    expect(accepted).toBeGreaterThan(20);
  });

  it('is taken back by its reversal, per account and currency', () => {
    let reversed = 0;
    fc.assert(
      fc.property(entries, (inputs) => {
        const content = postingOf(inputs);
        if (content === undefined) return;
        reversed += 1;
        const { posted } = reverseTransaction(
          {
            type: 'ReverseTransaction',
            data: {
              transactionId: content.transactionId,
              reversalTransactionId: transactionId(2),
              reversalDate: '2026-12-01',
              reason: 'Property',
            },
            ledger,
            metadata: by('giorgi'),
          },
          { status: 'posted', content, createdBy: 'nino', lastEditedBy: 'nino' },
        );
        const left = positionsOf([...content.entries, ...posted.data.entries]);
        expect(left.every((row) => isEmptyPosition(positionOf(row)))).toBe(true);
      }),
    );
    expect(reversed).toBeGreaterThan(20);
  });
});

describe('whatever the ledger holds', () => {
  const revalue = (totals: readonly AccountTotals[]): TransactionContent | undefined =>
    revalueForeignBalances({
      transactionId: transactionId(9),
      asOf: '2026-11-30' as never,
      totals,
      rates,
      ledger,
    });

  it('is revalued once: the second time there is nothing to do', () => {
    let revaluations = 0;
    fc.assert(
      fc.property(history, (totals) => {
        const content = revalue(totals);
        if (content === undefined) return;
        revaluations += 1;
        expect(sumGel(content.entries)).toBe(0n);
        const revalued = after(totals, content.entries);
        expect(revalue(revalued)).toBeUndefined();
        for (const currency of foreignCurrencies) {
          const amounts = (rows: readonly AccountTotals[]) =>
            rows
              .filter((row) => row.currency === currency)
              .map((row) => [row.accountId, positionOf(row).amount.toString()].join(' '))
              .sort();
          expect(amounts(revalued)).toEqual(amounts(totals));
        }
      }),
    );
    expect(revaluations).toBeGreaterThan(20);
  });

  it('is closed at the end of a year with nothing left on income and expenses', () => {
    const closedMonths = ledgerFixture({ periods: wholeYear(2025, 'closed') });
    fc.assert(
      fc.property(history, (totals) => {
        const { posted, closed } = closeFiscalYear(
          {
            type: 'CloseFiscalYear',
            data: {
              year: 2025,
              closingTransactionId: transactionId(5),
              totals,
              totalsBefore: [],
            },
            ledger: closedMonths,
            metadata: by('mariam'),
          },
          { status: 'open' },
        );
        const closing = posted?.data.entries ?? [];
        expect(sumGel(closing)).toBe(0n);
        for (const entry of closing) expect(Money.of(entry.amountGel).isPositive()).toBe(true);
        const results = after(totals, closing).filter(({ accountId }) =>
          isProfitOrLoss(ledger.accountById(accountId)?.type ?? 'asset'),
        );
        expect(results.every((row) => isEmptyPosition(positionOf(row)))).toBe(true);
        const retained = closing.filter(({ accountCode }) => accountCode === '5310');
        expect(-sumGel(retained)).toBe(Money.of(closed.data.profitGel).minorUnits);
      }),
    );
  });
});
