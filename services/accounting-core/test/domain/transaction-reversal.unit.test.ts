import { reverseTransaction } from '../../src/domain/transaction-reversal';
import type { ReverseTransaction } from '../../src/domain/transaction/commands';
import type { TransactionContent } from '../../src/domain/transaction/events';
import type { Transaction } from '../../src/domain/transaction/state';
import {
  by,
  contentFixture,
  entryFixture,
  ledgerFixture,
  mistakesOf,
  reasonOf,
  refusalOf,
  transactionId,
} from './fixtures';

const posted = (changes: Partial<TransactionContent> = {}): Transaction => ({
  status: 'posted',
  content: contentFixture(changes),
  createdBy: 'nino',
  lastEditedBy: 'nino',
});

const command = (
  changes: Partial<ReverseTransaction['data']> = {},
  ledger = ledgerFixture(),
): ReverseTransaction => ({
  type: 'ReverseTransaction',
  data: {
    transactionId: transactionId(1),
    reversalTransactionId: transactionId(2),
    reversalDate: '2026-11-21',
    reason: 'Booked twice',
    ...changes,
  },
  ledger,
  metadata: by('giorgi'),
});

const reversing =
  (transaction: Transaction, ...rest: Parameters<typeof command>) =>
  () =>
    reverseTransaction(command(...rest), transaction);

describe('a reversal', () => {
  it('swaps the sides of every entry and links both ways', () => {
    const zero = { amount: '0.00', amountGel: '25.00', currency: 'USD' as never };
    const difference = { amount: '25.00', isConversionDifference: true, project: 'Mall' } as const;
    const original = posted({
      documentReference: 'INV-7',
      entries: [
        entryFixture('1220', 'debit', { ...zero, exchangeRate: '2.725' }),
        entryFixture('8240', 'credit', difference),
      ],
      totalGel: '25.00',
    });
    expect(reversing(original)()).toStrictEqual({
      reversed: {
        type: 'TransactionReversed',
        data: {
          transactionId: transactionId(1),
          reversedBy: 'giorgi',
          reversalTransactionId: transactionId(2),
          reversalDate: '2026-11-21',
          reason: 'Booked twice',
        },
      },
      posted: {
        type: 'TransactionPosted',
        data: {
          transactionId: transactionId(2),
          transactionDate: '2026-11-21',
          transactionType: 'reversal',
          description: 'Booked twice',
          documentReference: 'INV-7',
          entries: [
            entryFixture('1220', 'credit', { ...zero, exchangeRate: '2.725' }),
            entryFixture('8240', 'debit', difference),
          ],
          totalGel: '25.00',
          createdBy: 'giorgi',
          postedBy: 'giorgi',
          reversalOf: transactionId(1),
        },
      },
    });
  });

  it('may have the date of its original, and no earlier one', () => {
    expect(reversing(posted(), { reversalDate: '2026-11-20' })).not.toThrow();
    expect(mistakesOf(reversing(posted(), { reversalDate: '2026-11-19' }))).toEqual([
      'reversalDate reversal_before_original',
    ]);
  });

  it('has a date and a reason, and reports both', () => {
    const attempt = reversing(posted(), { reversalDate: '2027-11-23', reason: '' });
    expect(reasonOf(attempt)).toBe('transaction_input_invalid');
    expect(mistakesOf(attempt)).toEqual([
      'reversalDate transaction_date_too_late',
      'reason text_invalid',
    ]);
  });

  it('goes into an open period', () => {
    const ledger = ledgerFixture({ periods: { '2026-11': 'locked' } });
    expect(mistakesOf(reversing(posted(), {}, ledger))).toEqual(['reversalDate period_locked']);
    expect(reversing(posted(), { reversalDate: '2026-12-01' }, ledger)).not.toThrow();
  });

  it('needs its accounts active again', () => {
    const inactive = ledgerFixture({ changes: { '1410': { isActive: false } } });
    expect(mistakesOf(reversing(posted(), {}, inactive))).toEqual([
      'entries[0].accountId account_inactive',
    ]);
    expect(refusalOf(reversing(posted(), {}, inactive)).message).toBe(
      'Account 1410 is inactive; reactivate it before you reverse what it took.',
    );
  });

  it('gives no account a currency that it was restricted from since', () => {
    const restricted = ledgerFixture({ changes: { '6110': { currency: 'EUR' as never } } });
    expect(mistakesOf(reversing(posted(), {}, restricted))).toEqual([
      'entries[1].currency account_currency_mismatch',
    ]);
    expect(refusalOf(reversing(posted(), {}, restricted)).message).toBe(
      'Account 6110 takes entries in EUR only; lift the restriction before you reverse what it ' +
        'took in GEL.',
    );
    const toTheSame = ledgerFixture({ changes: { '6110': { currency: 'GEL' as never } } });
    expect(reversing(posted(), {}, toTheSame)).not.toThrow();
  });

  it('names every account that takes nothing back, under the code of the group', () => {
    const both = ledgerFixture({
      changes: { '1410': { isActive: false }, '6110': { currency: 'EUR' as never } },
    });
    expect(reasonOf(reversing(posted(), {}, both))).toBe('entry_references_invalid');
    expect(mistakesOf(reversing(posted(), {}, both))).toHaveLength(2);
  });

  it('is posted to what became a heading: it takes back what is there', () => {
    const heading = ledgerFixture({ changes: { '1410': { isPostable: false } } });
    expect(reversing(posted(), {}, heading)).not.toThrow();
  });

  it.each(['standard', 'opening_balance', 'revaluation'] as const)('is made of type %s', (type) => {
    expect(reversing(posted({ transactionType: type }))).not.toThrow();
  });

  it.each([
    ['reversal', 'reversal_not_reversible'],
    ['year_end_closing', 'closing_not_reversible'],
  ] as const)('is not made of type %s', (transactionType, reason) => {
    expect(reasonOf(reversing(posted({ transactionType })))).toBe(reason);
  });
});

describe('the order of errors when a transaction is reversed', () => {
  const wrong = { reversalDate: '2026-11-19', reason: '' };
  const dated = { reversalDate: '2026-11-19' };
  const known = { createdBy: 'nino', lastEditedBy: 'nino', content: contentFixture() };
  const closed = ledgerFixture({
    periods: { '2026-11': 'closed' },
    changes: { '1410': { isActive: false } },
  });
  const inactive = ledgerFixture({ changes: { '1410': { isActive: false } } });

  it.each<[string, Transaction, Parameters<typeof command>]>([
    ['text_invalid', { status: 'absent' }, [wrong, closed]],
    ['transaction_not_found', { status: 'absent' }, [dated, closed]],
    ['transaction_not_posted', { ...known, status: 'draft' }, [dated, closed]],
    [
      'transaction_already_reversed',
      { ...known, status: 'reversed', reversalTransactionId: transactionId(3) },
      [dated, closed],
    ],
    ['reversal_not_reversible', posted({ transactionType: 'reversal' }), [dated, closed]],
    ['reversal_before_original', posted(), [dated, closed]],
    ['period_closed', posted(), [{}, closed]],
    ['account_inactive', posted(), [{}, inactive]],
  ])('%s comes before all that follow', (reason, transaction, rest) => {
    expect(reasonOf(reversing(transaction, ...rest))).toBe(reason);
  });
});
