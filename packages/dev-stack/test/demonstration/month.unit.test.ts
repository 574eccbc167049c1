import { AccountingDate, Currency, ExchangeRate, invariant, Money, Rate } from '@accounting/kernel';
import { dollarRates, month } from '../../src/demonstration/month';
import type { PlannedEntry, PlannedTransaction } from '../../src/demonstration/planned';
import { plannedId } from '../../src/demonstration/planned';
import { closingBalances, closingTotal } from './november';

const usd = Currency.parse('USD');
invariant(usd !== undefined, 'USD is a currency');

const transactions = month.flatMap((step) => ('transaction' in step ? [step.transaction] : []));
const transactionOf = (key: string): PlannedTransaction => {
  const found = transactions.find((transaction) => transaction.key === key);
  invariant(found !== undefined, `${key} is planned`);
  return found;
};

/** The rate of the day, or the latest earlier one. */
const rateOn = (date: string): ExchangeRate => {
  const known = dollarRates.filter((rate) => rate.date <= date).at(-1);
  invariant(known !== undefined, `a rate is known on ${date}`);
  return ExchangeRate.of(known.rate);
};

/** Value in GEL, positive for a debit and negative for a credit. */
const valueOf = (entry: PlannedEntry, date: string): Money => {
  const amount = entry.debit ?? entry.credit ?? '';
  const gel =
    entry.amountGel !== undefined
      ? Money.of(entry.amountGel)
      : entry.currency === undefined
        ? Money.of(amount)
        : rateOn(date).convert(Money.of(amount, usd), Currency.GEL);
  return entry.debit === undefined ? gel.negated() : gel;
};

const netOf = ({ entries, transactionDate }: PlannedTransaction): Map<string, Money> => {
  const net = new Map<string, Money>();
  for (const entry of entries) {
    const before = net.get(entry.accountCode) ?? Money.zero();
    net.set(entry.accountCode, before.plus(valueOf(entry, transactionDate)));
  }
  return net;
};

describe('the demonstration month', () => {
  it.each(transactions.map((transaction) => [transaction.key, transaction] as const))(
    'balances to the tetri in %s',
    (_, transaction) => {
      expect(Money.sum(netOf(transaction).values()).toString()).toBe('0.00');
    },
  );

  it('keeps to November 2026, in order', () => {
    const dates = transactions.map(({ transactionDate }) => AccountingDate.of(transactionDate));
    expect(dates).toEqual([...dates].sort());
    expect(new Set(dates.map(AccountingDate.monthOf))).toEqual(new Set(['2026-11']));
  });

  it('gives every step a key and an identifier of its own', () => {
    const keys = month.map((step) => ('transaction' in step ? step.transaction.key : step.key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(keys.map(plannedId)).size).toBe(keys.length);
    expect(plannedId('rent')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it.each([
    ['sale-to-shop-chain', '6110', '3330'],
    ['retail-sale', '6110', '3330'],
    ['sale-to-hotel', '6110', '3330'],
    ['purchase-of-goods', '1610', '3340'],
    ['import-carriage', '1610', '3340'],
    ['rent', '7420', '3340'],
    ['advertising-corrected', '7310', '3340'],
    ['telephone-and-internet', '7430', '3340'],
  ])('charges 18%% VAT on the net amount of %s', (key, netAccount, vatAccount) => {
    const net = netOf(transactionOf(key));
    const [base, vat] = [net.get(netAccount), net.get(vatAccount)];
    invariant(base !== undefined && vat !== undefined, 'the accounts are in the transaction');
    expect(vat.toString()).toBe(Rate.percent('18').ofNet(base).toString());
  });

  it('contains the VAT of a price that includes it: 18/118 of 4,719.99', () => {
    const vat = Rate.percent('18').ofGross(Money.of('4719.99'));
    expect(netOf(transactionOf('retail-sale')).get('3330')?.negated()).toEqual(vat);
  });

  it('pays duty on the customs value and import VAT on both', () => {
    const customsValue = rateOn('2026-11-06').convert(Money.of('8000.00', usd), Currency.GEL);
    const duty = Rate.percent('12').ofNet(customsValue);
    const net = netOf(transactionOf('import-customs'));
    expect(net.get('1610')).toEqual(duty);
    expect(net.get('3341')).toEqual(Rate.percent('18').ofNet(customsValue.plus(duty)));
  });

  it('withholds pension and income tax from each salary, rounding each in order', () => {
    const payslips = ['4000.00', '2500.00', '1800.00'].map((gross) => {
      const pension = Rate.percent('2').ofNet(Money.of(gross));
      return { pension, tax: Rate.percent('20').ofNet(Money.of(gross).minus(pension)) };
    });
    const accrued = netOf(transactionOf('salaries-accrued'));
    const pensions = Money.sum(payslips.map(({ pension }) => pension));
    expect(accrued.get('3182')?.negated()).toEqual(pensions);
    expect(accrued.get('3181')?.negated()).toEqual(pensions);
    expect(netOf(transactionOf('salaries-paid')).get('3320')?.negated()).toEqual(
      Money.sum(payslips.map(({ tax }) => tax)),
    );
  });
});

describe('the closing balances, computed by hand', () => {
  const revaluation: Readonly<Record<string, string>> = {
    '1220': '150.00',
    '3110': '-39.00',
    '8140': '-150.00',
    '8240': '39.00',
  };

  it('follow from the documents, but for the mistake, and from the revaluation', () => {
    const net = new Map(Object.entries(revaluation).map(([code, gel]) => [code, Money.of(gel)]));
    for (const transaction of transactions) {
      if (transaction.key === 'advertising-mistaken') continue;
      for (const [code, value] of netOf(transaction)) {
        net.set(code, (net.get(code) ?? Money.zero()).plus(value));
      }
    }
    const closing = [...net]
      .filter(([, value]) => !value.isZero())
      .sort(([first], [second]) => first.localeCompare(second))
      .map(([code, value]) => [code, value.toString()]);
    expect(closing).toEqual(
      closingBalances.map(({ code, debit, credit }) => [code, debit ?? `-${credit ?? ''}`]),
    );
  });

  it('are equal in total', () => {
    const debits = Money.sum(closingBalances.map(({ debit }) => Money.of(debit ?? '0.00')));
    const credits = Money.sum(closingBalances.map(({ credit }) => Money.of(credit ?? '0.00')));
    expect([debits.toString(), credits.toString()]).toEqual([closingTotal, closingTotal]);
  });
});
