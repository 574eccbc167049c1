import { transactionDecider } from '../../src/domain/transaction/decide';
import type { Entry, TransactionContent } from '../../src/domain/transaction/events';
import {
  accountFixture,
  credit,
  debit,
  idOf,
  ledgerFixture,
  mistakesOf,
  postNew,
  ratesOf,
  reasonOf,
  refusalOf,
} from './fixtures';
import type { EntryInput } from '../../src/domain/transaction/input';

type Reference = Parameters<typeof postNew>[1];

const posting =
  (entries: readonly EntryInput[], reference: Reference = {}) =>
  (): TransactionContent => {
    const [event] = transactionDecider.decide(
      postNew({ entries }, reference),
      transactionDecider.initialState(),
    );
    if (event?.type !== 'TransactionPosted') throw new Error('expected a posting');
    return event.data;
  };

const linesOf = (content: TransactionContent): string[] =>
  content.entries.map(
    ({ accountCode, side, amount, currency, exchangeRate, amountGel }) =>
      `${side} ${accountCode} ${amount} ${currency} at ${exchangeRate} = ${amountGel}`,
  );

const usd = (rate: string) => ({ rates: ratesOf({ USD: rate }) });
const inDollars: EntryInput = { currency: 'USD' };

describe('an entry', () => {
  it('records account, amount with all decimals, and what it is about', () => {
    const dimensions = {
      description: 'ინვოისი №7',
      counterpartyTin: '123456789',
      project: 'Mall',
      costCentre: 'Batumi',
      documentReference: 'INV-7',
    };
    const { entries } = posting([
      { accountId: idOf('1410'), debit: '7', ...dimensions },
      credit('6110', '7.0'),
    ])();
    const [first, second] = entries;
    expect(first).toStrictEqual({
      accountId: idOf('1410'),
      accountCode: '1410',
      accountType: 'asset',
      side: 'debit',
      amount: '7.00',
      currency: 'GEL',
      exchangeRate: '1',
      amountGel: '7.00',
      ...dimensions,
    });
    expect(second).toStrictEqual({
      accountId: idOf('6110'),
      accountCode: '6110',
      accountType: 'income',
      side: 'credit',
      amount: '7.00',
      currency: 'GEL',
      exchangeRate: '1',
      amountGel: '7.00',
    });
  });

  it('drops leading zeros', () => {
    expect(posting([debit('1410', '007.50'), credit('6110', '7.5')])().totalGel).toBe('7.50');
  });
});

describe('the accounts of entries', () => {
  const heading = [debit('1400', '1.00'), credit('6110', '1.00')];

  it('are headings for none', () => {
    expect(mistakesOf(posting(heading))).toEqual(['entries[0].accountCode account_not_postable']);
  });

  it('are all reported that take no entry', () => {
    const attempt = posting(
      [
        debit('1410', '1.00'),
        { accountId: idOf('123456'), debit: '1.00' },
        debit('0000', '1.00'),
        credit('6110', '1.00', { currency: 'USD' }),
        debit('1210', '1.00', { currency: 'USD', exchangeRate: '2.7' }),
      ],
      { ledger: ledgerFixture({ changes: { '1410': { isActive: false } } }) },
    );
    expect(reasonOf(attempt)).toBe('entry_references_invalid');
    expect(mistakesOf(attempt)).toEqual([
      'entries[0].accountCode account_inactive',
      'entries[1].accountId account_unknown',
      'entries[2].accountCode account_unknown',
      'entries[3].currency exchange_rate_unknown',
      'entries[4].currency account_currency_mismatch',
    ]);
  });

  it('are named in the message with their code', () => {
    const attempt = posting([debit('9999', '1.00'), credit('6110', '1.00')]);
    expect(refusalOf(attempt)).toMatchObject({
      kind: 'failed_precondition',
      message: 'The company has no account 9999.',
    });
  });

  it('restricted to a currency take no entry that names none, which is one in GEL', () => {
    const ledger = ledgerFixture({
      accounts: [accountFixture('12201', 'asset', { currency: 'USD' as never })],
    });
    expect(reasonOf(posting([debit('12201', '1'), credit('6110', '1')], { ledger }))).toBe(
      'account_currency_mismatch',
    );
    const inUsd = debit('12201', '1', { currency: 'USD', exchangeRate: '2' });
    expect(posting([inUsd, credit('6110', '2')], { ledger })).not.toThrow();
  });
});

describe('a foreign amount', () => {
  it('is worth amount times the recorded rate, rounded half up to the tetri', () => {
    const content = posting(
      [debit('1410', '10.03', inDollars), credit('6110', '27.33')],
      usd('2.7245'),
    )();
    expect(linesOf(content)).toEqual([
      'debit 1410 10.03 USD at 2.7245 = 27.33',
      'credit 6110 27.33 GEL at 1 = 27.33',
    ]);
    expect(content.totalGel).toBe('27.33');
  });

  it('takes the rate that the entry brings before the recorded one', () => {
    const [line] = linesOf(
      posting(
        [debit('1410', '1000', { ...inDollars, exchangeRate: '2.70' }), credit('6110', '2700')],
        usd('3'),
      )(),
    );
    expect(line).toBe('debit 1410 1000.00 USD at 2.7 = 2700.00');
  });

  it('takes its value from the bank statement and records the rate that this implies', () => {
    const [line] = linesOf(
      posting([
        debit('1220', '1000', { ...inDollars, amountGel: '2712.35' }),
        credit('1410', '2712.35'),
      ])(),
    );
    expect(line).toBe('debit 1220 1000.00 USD at 2.71235 = 2712.35');
  });

  it('has no value in GEL without a rate: the message names currency and date', () => {
    const attempt = posting([debit('1410', '1', inDollars), credit('6110', '2.7')]);
    expect(refusalOf(attempt)).toMatchObject({
      code: 'accounting-core.exchange_rate_unknown',
      kind: 'failed_precondition',
      message: expect.stringMatching(/USD .* on or before 2026-11-20/) as string,
    });
  });

  it('has no value at a rate of more than 14 days before', () => {
    const entries = [debit('1220', '1', inDollars), credit('6110', '2.7')];
    const ratedOn = (date: string) => ({ rates: ratesOf({ USD: '2.7' }, date) });
    expect(posting(entries, ratedOn('2026-11-06'))().totalGel).toBe('2.70');
    const attempt = posting(entries, ratedOn('2026-11-05'));
    expect(mistakesOf(attempt)).toEqual(['entries[0].currency exchange_rate_too_old']);
    expect(refusalOf(attempt)).toMatchObject({
      kind: 'failed_precondition',
      message: expect.stringMatching(
        /USD on or before 2026-11-20 is that of 2026-11-05, .*; give .* or record the rate/,
      ) as string,
    });
  });

  it('is worth at least a tetri and at most what the books can hold', () => {
    const tiny = [debit('1220', '0.01', inDollars), credit('6110', '0.01')];
    expect(mistakesOf(posting(tiny, usd('0.4')))).toEqual(['entries[0].debit gel_value_zero']);
    const huge = [debit('1220', '9'.repeat(17), inDollars), credit('6110', '1')];
    expect(mistakesOf(posting(huge, usd('2')))).toEqual(['entries[0].debit amount_too_large']);
  });
});

describe('the balance', () => {
  it('refuses GEL that differ by a tetri, and names both sides', () => {
    const attempt = posting([debit('1410', '100.00'), credit('6110', '99.99')]);
    expect(refusalOf(attempt)).toMatchObject({
      code: 'accounting-core.transaction_unbalanced',
      kind: 'invalid_argument',
      details: { currency: 'GEL', debits: '100.00', credits: '99.99', difference: '0.01' },
      violations: [{ field: 'entries' }],
      message: 'Debits of 100.00 GEL and credits of 99.99 GEL differ by 0.01.',
    });
  });

  it('is asked of entries in one foreign currency in that currency', () => {
    const entries = [debit('1220', '100.00', inDollars), credit('3110', '100.01', inDollars)];
    expect(refusalOf(posting(entries, usd('2.7'))).details).toEqual({
      currency: 'USD',
      debits: '100.00',
      credits: '100.01',
      difference: '0.01',
    });
  });

  it('of entries in one foreign currency may need a conversion difference all the same', () => {
    const entries = [
      debit('1220', '0.50', inDollars),
      debit('1410', '0.50', inDollars),
      credit('3110', '1.00', inDollars),
    ];
    expect(linesOf(posting(entries, usd('2.67'))())).toEqual([
      'debit 1220 0.50 USD at 2.67 = 1.34',
      'debit 1410 0.50 USD at 2.67 = 1.34',
      'credit 3110 1.00 USD at 2.67 = 2.67',
      'credit 8240 0.01 GEL at 1 = 0.01',
    ]);
  });

  it('is asked in GEL alone where currencies are mixed', () => {
    const rates = ratesOf({ USD: '2.7', EUR: '3' });
    const twoForeign = [
      debit('1220', '100', { currency: 'EUR' }),
      credit('3110', '100', inDollars),
      credit('6110', '30'),
    ];
    expect(posting(twoForeign, { rates })().totalGel).toBe('300.00');
    const foreignSecond = [debit('6110', '270'), credit('1220', '100', inDollars)];
    expect(posting(foreignSecond, { rates })().totalGel).toBe('270.00');
    const mixed = [
      debit('6110', '270'),
      debit('1220', '1', inDollars),
      credit('3110', '101', inDollars),
    ];
    expect(posting(mixed, { rates })().totalGel).toBe('272.70');
  });

  const converted = (gel: string): EntryInput[] => [
    debit('1220', '100', inDollars),
    credit('1410', gel),
  ];

  it.each([
    ['269.95', 'credit', '0.05'],
    ['270.05', 'debit', '0.05'],
    ['269.99', 'credit', '0.01'],
  ] as const)('takes %s GEL for 270.00 with a visible difference', (gel, side, amount) => {
    const { entries, totalGel } = posting(converted(gel), usd('2.7'))();
    const expected: Entry = {
      accountId: idOf('8240'),
      accountCode: '8240',
      accountType: 'expense',
      side,
      amount,
      currency: 'GEL' as never,
      exchangeRate: '1',
      amountGel: amount,
      isConversionDifference: true,
    };
    expect(entries[2]).toStrictEqual(expected);
    expect(totalGel).toBe(side === 'debit' ? gel : '270.00');
  });

  it.each(['269.94', '270.06'])('refuses %s GEL for 270.00', (gel) => {
    expect(reasonOf(posting(converted(gel), usd('2.7')))).toBe('transaction_unbalanced');
  });

  it('refuses a few tetri on one side alone', () => {
    const oneSided = [debit('1220', '0.01', inDollars), debit('1210', '0.01')];
    expect(reasonOf(posting(oneSided, usd('2.7')))).toBe('transaction_unbalanced');
    const otherSide = [credit('1220', '0.01', inDollars), credit('1210', '0.01')];
    expect(reasonOf(posting(otherSide, usd('2.7')))).toBe('transaction_unbalanced');
  });

  it.each([
    ['no settings', ledgerFixture({ ledgerAccounts: undefined })],
    ['an inactive account', ledgerFixture({ changes: { '8240': { isActive: false } } })],
    [
      'an account that is not there',
      ledgerFixture({ changes: { '8240': { accountId: idOf('1') } } }),
    ],
  ])('refuses a conversion difference with %s to take it', (_, ledger) => {
    const attempt = posting(converted('269.99'), { ledger, ...usd('2.7') });
    expect(refusalOf(attempt)).toMatchObject({
      code: 'accounting-core.conversion_account_missing',
      details: { difference: '0.01' },
    });
  });

  it('fits in the books as a whole', () => {
    const half = '9'.repeat(17);
    const entries = [
      debit('1210', half),
      debit('1410', half),
      credit('6110', half),
      credit('6110', half),
    ];
    expect(reasonOf(posting(entries))).toBe('amount_too_large');
  });
});

describe('the worked example of a foreign invoice', () => {
  it('is sold at 2.7000 and paid at 2.7100 with a gain of 10.00', () => {
    const sale = posting(
      [debit('1410', '1000', inDollars), credit('6110', '2700.00')],
      usd('2.7000'),
    );
    expect(sale().totalGel).toBe('2700.00');
    const payment = posting([
      debit('1220', '1000', { ...inDollars, exchangeRate: '2.7100' }),
      credit('1410', '1000', { ...inDollars, exchangeRate: '2.7000' }),
      credit('8140', '10.00'),
    ]);
    expect(payment().totalGel).toBe('2710.00');
  });
});
