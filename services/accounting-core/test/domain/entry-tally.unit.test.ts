import { Money, type Currency } from '@accounting/kernel';
import { EntryTally } from '../../src/domain/entry-tally';
import { ledgerFixture, refusalOf } from './fixtures';

const largest = Money.of('99999999999999999.99');
const dollar = Money.of('1.00', 'USD' as Currency);
const twoTetri = Money.of('0.02');

describe('the sides of a transaction', () => {
  it.each([
    ['debit', 'credit'],
    ['credit', 'debit'],
  ] as const)('may not add up to more on the %s than the journal holds', (larger, smaller) => {
    const tally = new EntryTally();
    tally.add(larger, dollar, largest);
    tally.add(larger, twoTetri, twoTetri);
    tally.add(smaller, largest, largest);
    // The difference alone would be settled as one of conversion.
    expect(refusalOf(() => tally.requireBalance(ledgerFixture()))).toMatchObject({
      code: 'accounting-core.amount_too_large',
      violations: [{ field: 'entries' }],
    });
  });
});
