import { Currency, ExchangeRate, type AccountingDate, type Decider } from '@accounting/kernel';
import { isDateProblem, parseBookableDate } from '../accounting-date-range';
import { isPrintableLine, textLengthMax } from '../printable-text';
import { ViolationList } from '../violation-list';
import type { ExchangeRateCommand, RecordExchangeRate } from './commands';
import { errors } from './errors';
import type { ExchangeRateEvent } from './events';
import { evolve, initialState, type ExchangeRateRecord } from './state';

const quantityMax = 1_000_000;

/** Records nothing when the same rate of the same source is known already. */
const decide = (
  command: ExchangeRateCommand,
  record: ExchangeRateRecord,
): readonly ExchangeRateEvent[] => {
  const { currency, date, rate } = parse(command);
  const { source } = command.data;
  if (record.status === 'known' && record.rate === rate && record.source === source) return [];
  const recordedBy = command.metadata.actorId;
  return [{ type: 'ExchangeRateRecorded', data: { currency, date, rate, source, recordedBy } }];
};

export const exchangeRateDecider: Decider<
  ExchangeRateCommand,
  ExchangeRateEvent,
  ExchangeRateRecord
> = { initialState, decide, evolve };

interface ParsedRate {
  readonly currency: Currency;
  readonly date: AccountingDate;
  readonly rate: string;
}

const parse = ({ data, metadata }: RecordExchangeRate): ParsedRate => {
  const violations = new ViolationList();
  const currency = Currency.parse(data.currency);
  if (currency === undefined) violations.add('currency', errors.currencyUnknown);
  if (currency === Currency.GEL) violations.add('currency', errors.currencyIsGel);
  const date = parseBookableDate(data.date, metadata.now);
  if (isDateProblem(date)) violations.add('date', errors.dateInvalid);
  const rate = parsePerUnit(data, violations);
  if (!isPrintableLine(data.source, textLengthMax.rateSource)) {
    violations.add('source', errors.sourceInvalid);
  }
  violations.throwIfAny(errors.inputInvalid);
  // Nothing was reported, so each part was understood.
  return { currency, date, rate } as ParsedRate;
};

const parsePerUnit = (
  { rate, quantity = 1 }: RecordExchangeRate['data'],
  violations: ViolationList,
): string | undefined => {
  const quote = ExchangeRate.parse(rate);
  if (quote === undefined) violations.add('rate', errors.rateInvalid);
  const isQuantity = Number.isInteger(quantity) && quantity >= 1 && quantity <= quantityMax;
  if (!isQuantity) violations.add('quantity', errors.quantityInvalid);
  if (quote === undefined || !isQuantity) return undefined;
  if (roundsToNothing(quote, quantity)) {
    violations.add('quantity', errors.quantityInvalid);
    return undefined;
  }
  return ExchangeRate.perQuantity(quote, quantity).toString();
};

/** Rates have ten decimals; a smaller one rounds half up to the last of them, or to nothing. */
const roundsToNothing = (quote: ExchangeRate, quantity: number): boolean => {
  const [integer, fraction = ''] = quote.toString().split('.');
  return 2n * BigInt(`${integer}${fraction.padEnd(10, '0')}`) < BigInt(quantity);
};
