import { DeciderSpecification } from '@accounting/testing';
import type { RecordExchangeRate } from '../../src/domain/exchange-rate/commands';
import { exchangeRateDecider } from '../../src/domain/exchange-rate/decide';
import type { ExchangeRateEvent } from '../../src/domain/exchange-rate/events';
import { by, mistakesOf, reasonOf } from './fixtures';

const { given } = DeciderSpecification.for(exchangeRateDecider);

const record = (changes: Partial<RecordExchangeRate['data']> = {}): RecordExchangeRate => ({
  type: 'RecordExchangeRate',
  data: { currency: 'USD', date: '2026-11-20', rate: '2.7245', source: 'nbg', ...changes },
  metadata: by('mariam'),
});

const recorded = (rate: string, changes: object = {}): ExchangeRateEvent => ({
  type: 'ExchangeRateRecorded',
  data: {
    currency: 'USD' as never,
    date: '2026-11-20' as never,
    rate,
    source: 'nbg',
    recordedBy: 'mariam',
    ...changes,
  },
});

const mistakes = (changes: Partial<RecordExchangeRate['data']>): string[] =>
  mistakesOf(() => exchangeRateDecider.decide(record(changes), { status: 'unknown' }));

describe('a rate', () => {
  it('is recorded for one unit of the currency', () => {
    given([])
      .when(record())
      .then([recorded('2.7245')]);
  });

  it.each([
    ['2.7245', 1, '2.7245'],
    ['1.7801', 100, '0.017801'],
    ['2.0', 1_000_000, '0.000002'],
  ])('quoted as %s for %i units is %s', (rate, quantity, perUnit) => {
    given([])
      .when(record({ rate, quantity }))
      .then([recorded(perUnit)]);
  });

  it('is corrected by recording it again', () => {
    given([recorded('2.7245')])
      .when(record({ rate: '2.7250' }))
      .then([recorded('2.725')]);
    given([recorded('2.7245')])
      .when(record({ source: 'manual' }))
      .then([recorded('2.7245', { source: 'manual' })]);
  });

  it('that is known already changes nothing', () => {
    given([recorded('2.7245')])
      .when(record({ rate: '2.72450' }))
      .thenNothing();
  });

  it.each(['0', '-1', '1e1', '123456789', '1.12345678901'])('is not %s', (rate) => {
    expect(mistakes({ rate })).toEqual(['rate exchange_rate_invalid']);
  });

  it('has a quantity that leaves something of it', () => {
    for (const quantity of [0, -1, 1.5, 1_000_001, Number.NaN]) {
      expect(mistakes({ quantity })).toEqual(['quantity exchange_rate_quantity_invalid']);
    }
    expect(mistakes({ rate: '0.0000000001', quantity: 3 })).toEqual([
      'quantity exchange_rate_quantity_invalid',
    ]);
    given([])
      .when(record({ rate: '0.0000000001', quantity: 2 }))
      .then([recorded('0.0000000001')]);
  });

  it.each(['1995-10-01', '2027-11-23', '2026-02-30'])('is not of %s', (date) => {
    expect(mistakes({ date })).toEqual(['date exchange_rate_date_invalid']);
  });

  it('has a currency that is none of its own', () => {
    expect(mistakes({ currency: 'GEL' })).toEqual(['currency exchange_rate_of_gel']);
    expect(mistakes({ currency: 'usd' })).toEqual(['currency currency_unknown']);
  });

  it('has a source of at most 40 characters', () => {
    const source = 'ს'.repeat(40);
    given([])
      .when(record({ source }))
      .then([recorded('2.7245', { source })]);
    expect(mistakes({ source: `${source}ს` })).toEqual(['source exchange_rate_source_invalid']);
  });

  it('reports every mistake', () => {
    const wrong = { currency: 'x', date: 'x', rate: 'x', quantity: 0, source: '' };
    expect(mistakes(wrong)).toEqual([
      'currency currency_unknown',
      'date exchange_rate_date_invalid',
      'rate exchange_rate_invalid',
      'quantity exchange_rate_quantity_invalid',
      'source exchange_rate_source_invalid',
    ]);
    expect(reasonOf(() => exchangeRateDecider.decide(record(wrong), { status: 'unknown' }))).toBe(
      'exchange_rate_input_invalid',
    );
  });
});
