import {
  currenciesWithoutRate,
  formatMistakes,
  parseTransaction,
} from '../../src/domain/transaction-parsing';
import type { EntryInput, TransactionInput } from '../../src/domain/transaction/input';
import {
  credit,
  debit,
  idOf,
  inputFixture,
  mistakesOf,
  now,
  reasonOf,
  refusalOf,
} from './fixtures';

const parsing = (changes: Partial<TransactionInput>) => () =>
  parseTransaction(inputFixture(changes), now);

const withEntry = (entry: EntryInput) => () =>
  parseTransaction(inputFixture({ entries: [entry, credit('6110', '100.00')] }), now);

describe('the number of entries', () => {
  it.each([0, 1])('is not %i', (count) => {
    const entries = Array.from({ length: count }, () => debit('1410', '1'));
    expect(reasonOf(parsing({ entries }))).toBe('too_few_entries');
  });

  it('is at most 10,000', () => {
    const entries = Array.from({ length: 10_000 }, () => debit('1410', '1'));
    expect(parsing({ entries })().entries).toHaveLength(10_000);
    const refusal = refusalOf(parsing({ entries: [...entries, credit('6110', '1')] }));
    expect(refusal).toMatchObject({
      code: 'accounting-core.too_many_entries',
      kind: 'invalid_argument',
      details: { entryCount: 10_001 },
      violations: [{ field: 'entries' }],
    });
  });
});

describe('the date', () => {
  it.each(['2026-02-29', '2026-11-31', '26-11-20', '2026-11-20T00:00:00Z', ' 2026-11-20', ''])(
    'is not %j, which names no day',
    (transactionDate) => {
      expect(mistakesOf(parsing({ transactionDate }))).toEqual([
        'transactionDate transaction_date_invalid',
      ]);
    },
  );

  it.each([
    ['0001-01-01', 'transaction_date_too_early'],
    ['1995-10-01', 'transaction_date_too_early'],
    ['2027-11-23', 'transaction_date_too_late'],
    ['9999-12-31', 'transaction_date_too_late'],
  ])('is not %s', (transactionDate, reason) => {
    expect(mistakesOf(parsing({ transactionDate }))).toEqual([`transactionDate ${reason}`]);
  });

  it.each(['1995-10-02', '2026-11-22', '2026-11-23', '2027-11-22'])('may be %s', (date) => {
    expect(parsing({ transactionDate: date })().date).toBe(date);
  });
});

describe('amounts', () => {
  it.each([
    ['-1', 'amount_not_positive'],
    ['0', 'amount_not_positive'],
    ['0.00', 'amount_not_positive'],
    ['1.001', 'amount_too_precise'],
    ['1e3', 'amount_invalid'],
    ['NaN', 'amount_invalid'],
    ['Infinity', 'amount_invalid'],
    ['1,000.00', 'amount_invalid'],
    ['1 000', 'amount_invalid'],
    ['+1', 'amount_invalid'],
    ['.5', 'amount_invalid'],
    ['', 'amount_invalid'],
    ['١٠', 'amount_invalid'],
    ['9'.repeat(30), 'amount_too_large'],
    ['9'.repeat(31), 'amount_too_large'],
    ['1'.padEnd(18, '0'), 'amount_too_large'],
  ])('refuses %s', (amount, reason) => {
    expect(mistakesOf(withEntry(debit('1410', amount)))).toEqual([`entries[0].debit ${reason}`]);
    expect(mistakesOf(withEntry(credit('1410', amount)))).toEqual([`entries[0].credit ${reason}`]);
  });

  it('have as many decimals as their currency', () => {
    const message = (amount: string, currency: string): string =>
      refusalOf(withEntry(debit('1220', amount, { currency, exchangeRate: '1' }))).message;
    expect(message('100.5', 'JPY')).toBe('Amounts of JPY have 0 decimals.');
    expect(message('1.0001', 'KWD')).toBe('Amounts of KWD have 3 decimals.');
    expect(withEntry(debit('1220', '1.001', { currency: 'KWD', exchangeRate: '8' }))).not.toThrow();
  });

  it('stand on exactly one side', () => {
    expect(mistakesOf(withEntry({ accountCode: '1410' }))).toEqual([
      'entries[0] entry_side_missing',
    ]);
    expect(mistakesOf(withEntry(debit('1410', '1', { credit: '1' })))).toEqual([
      'entries[0] entry_on_both_sides',
    ]);
  });
});

describe('the account of an entry', () => {
  it.each([{}, { accountId: idOf('1410'), accountCode: '1410' }])(
    'is named exactly once, not by %j',
    (names) => {
      expect(mistakesOf(withEntry({ ...names, debit: '1' }))).toEqual([
        'entries[0] account_not_named',
      ]);
    },
  );

  it('is named by a UUID in either case, or by a code', () => {
    expect(mistakesOf(withEntry({ accountId: '1410', debit: '1' }))).toEqual([
      'entries[0].accountId account_id_invalid',
    ]);
    const accountId = '0000000A-0000-7000-8000-000000000001';
    const [entry] = withEntry({ accountId, debit: '1' })().entries;
    expect(entry?.account).toEqual({ field: 'accountId', name: accountId.toLowerCase() });
  });
});

describe('currencies and rates', () => {
  const inDollars = (changes: EntryInput) =>
    withEntry(debit('1220', '100', { currency: 'USD', ...changes }));

  it.each(['usd', 'ZZZ', 'XAU', '', 'GELL'])('refuses the currency %j', (currency) => {
    expect(mistakesOf(inDollars({ currency }))).toEqual(['entries[0].currency currency_unknown']);
  });

  it.each(['0', '-2.7', '2.7e0', '123456789', '2.12345678901', 'abc'])(
    'refuses the rate %s',
    (exchangeRate) => {
      expect(mistakesOf(inDollars({ exchangeRate }))).toEqual([
        'entries[0].exchangeRate exchange_rate_invalid',
      ]);
    },
  );

  it('takes a rate or a value in GEL, not both', () => {
    expect(mistakesOf(inDollars({ exchangeRate: '2.7', amountGel: '270' }))).toEqual([
      'entries[0] rate_and_gel_value',
    ]);
  });

  it.each([
    ['0', 'amount_not_positive'],
    ['270.001', 'amount_too_precise'],
    ['x', 'amount_invalid'],
    ['90000000000', 'exchange_rate_invalid'],
  ])('refuses the value in GEL %s', (amountGel, reason) => {
    expect(mistakesOf(inDollars({ amountGel }))).toEqual([`entries[0].amountGel ${reason}`]);
  });

  it('converts nothing in GEL', () => {
    const inGel = (changes: EntryInput) => withEntry(debit('1210', '100', changes));
    expect(mistakesOf(inGel({ exchangeRate: '2.7', amountGel: '270' }))).toEqual([
      'entries[0].exchangeRate gel_entry_converted',
      'entries[0].amountGel gel_entry_converted',
    ]);
    expect(mistakesOf(inGel({ exchangeRate: 'x', amountGel: 'x' }))).toHaveLength(2);
    expect(inGel({ currency: 'GEL', exchangeRate: '1.00', amountGel: '100.0' })).not.toThrow();
  });

  it('names the foreign currencies whose rate has to be looked up, each once', () => {
    const input = inputFixture({
      entries: [
        debit('1220', '1', { currency: 'USD' }),
        debit('1220', '1', { currency: 'USD' }),
        debit('1220', '1', { currency: 'EUR', exchangeRate: '3' }),
        debit('1220', '1', { currency: 'GBP', amountGel: '3.50' }),
        debit('1220', '1', { currency: 'TRY' }),
        debit('1220', '1', { currency: 'ZZZ' }),
        credit('6110', '1', { currency: 'GEL' }),
        credit('6110', '1'),
      ],
    });
    expect(currenciesWithoutRate(input)).toEqual(['USD', 'TRY']);
  });
});

describe('texts', () => {
  it('takes Georgian, line breaks and SQL in a description as they are', () => {
    for (const description of [
      "'); DROP TABLE accounts; --",
      'ანგარიშსწორება\nხაზი',
      '𐐀'.repeat(500),
    ]) {
      expect(parsing({ description })().input.description).toBe(description);
    }
  });

  it.each(['', '   ', 'x'.repeat(501), 'a\u0000', '\ud800', 'a\u202eb', 'a\u0007'])(
    'refuses the description %j',
    (description) => {
      expect(mistakesOf(parsing({ description }))).toEqual(['description text_invalid']);
      expect(mistakesOf(withEntry(debit('1410', '1', { description })))).toEqual([
        'entries[0].description text_invalid',
      ]);
    },
  );

  it.each(['', 'x'.repeat(65), 'two\nlines', 'a\u2028b'])('refuses the reference %j', (text) => {
    expect(mistakesOf(parsing({ documentReference: text }))).toEqual([
      'documentReference text_invalid',
    ]);
    const dimensions = { project: text, costCentre: text, documentReference: text };
    expect(mistakesOf(withEntry(debit('1410', '1', dimensions)))).toEqual([
      'entries[0].project text_invalid',
      'entries[0].costCentre text_invalid',
      'entries[0].documentReference text_invalid',
    ]);
  });

  it('keeps a reference in one form: composed, without blanks around it', () => {
    const typed = { project: ' Cafe\u0301\u00a0', costCentre: 'HQ', documentReference: '  A  1 ' };
    const kept = { project: 'Caf\u00e9', costCentre: 'HQ', documentReference: 'A  1' };
    const { input, entries } = withEntry(debit('1410', '100.00', typed))();
    expect(entries[0]?.input).toMatchObject(kept);
    expect(entries[1]?.input).not.toHaveProperty('project');
    expect(input.documentReference).toBeUndefined();
    expect(parsing({ documentReference: ' ACT-1' })().input.documentReference).toBe('ACT-1');
    const long = `  ${'x'.repeat(64)}  `;
    expect(parsing({ documentReference: long })().input.documentReference).toBe(long.trim());
  });

  it.each([
    ['\u200b', 'U+200B'],
    ['\ufeff', 'U+FEFF'],
    ['\u00ad', 'U+00AD'],
    ['\u3164', 'U+3164'],
    ['\u{e0041}', 'U+E0041'],
  ])('names the invisible character in a reference: %j', (character, name) => {
    const text = `A${character}1`;
    expect(refusalOf(parsing({ documentReference: text }))).toMatchObject({
      code: 'accounting-core.text_invisible_characters',
      message: `The text has the invisible character ${name}; write it without that.`,
    });
    const dimensions = { project: text, costCentre: text, documentReference: `${character}A` };
    expect(mistakesOf(withEntry(debit('1410', '1', dimensions)))).toEqual([
      'entries[0].project text_invisible_characters',
      'entries[0].costCentre text_invisible_characters',
      'entries[0].documentReference text_invisible_characters',
    ]);
  });

  it.each(['12345678', '1234567890', '123456789012', '12345678a', ' 123456789'])(
    'refuses the tax identification number %j',
    (counterpartyTin) => {
      expect(mistakesOf(withEntry(debit('1410', '1', { counterpartyTin })))).toEqual([
        'entries[0].counterpartyTin counterparty_tin_invalid',
      ]);
    },
  );

  // Synthetic: any 9 or 11 digits will do, and a personal number may start with a zero.
  it.each(['123456789', '01234567890'])('takes the tax identification number %s', (tin) => {
    expect(withEntry(debit('1410', '1', { counterpartyTin: tin }))).not.toThrow();
  });
});

describe('many mistakes', () => {
  const wrong = parsing({
    transactionDate: 'yesterday',
    description: '',
    entries: [debit('1410', '1e3'), debit('1410', '1', { currency: 'GELL' }), credit('6110', '-1')],
  });

  it('are reported together, each at its place, under the code of the group', () => {
    expect(reasonOf(wrong)).toBe('transaction_input_invalid');
    expect(mistakesOf(wrong)).toEqual([
      'transactionDate transaction_date_invalid',
      'description text_invalid',
      'entries[0].debit amount_invalid',
      'entries[1].currency currency_unknown',
      'entries[2].credit amount_not_positive',
    ]);
  });

  it('of one kind keep their own code', () => {
    const entries = [debit('1410', '0'), credit('6110', '0')];
    expect(reasonOf(parsing({ entries }))).toBe('amount_not_positive');
    expect(mistakesOf(parsing({ entries }))).toHaveLength(2);
  });

  it('are listed up to the hundredth', () => {
    const entries = Array.from({ length: 300 }, () => debit('1410', '0'));
    expect(mistakesOf(parsing({ entries }))).toHaveLength(100);
  });
});

describe('a request that has not the shape of a transaction', () => {
  const mistakesIn = (part: Partial<Parameters<typeof formatMistakes>[0]>): readonly string[] =>
    formatMistakes({
      transactionDate: undefined,
      description: undefined,
      documentReference: undefined,
      entries: new Map(),
      ...part,
    }).map(({ field, code }) => `${field} ${code.replace('accounting-core.', '')}`);

  it('is told what is wrong with the texts that it has', () => {
    expect(
      mistakesIn({
        transactionDate: '2026-02-30',
        description: ' ',
        documentReference: 'A\u200b',
        entries: new Map([[3, debit('1410', '1,00')]]),
      }),
    ).toEqual([
      'transactionDate transaction_date_invalid',
      'description text_invalid',
      'documentReference text_invisible_characters',
      'entries[3].debit amount_invalid',
    ]);
  });

  it('is not told of what it has not, nor of what depends on today', () => {
    expect(mistakesIn({})).toEqual([]);
    expect(mistakesIn({ transactionDate: '2199-01-01', description: 'Rent' })).toEqual([]);
  });
});
