import { Currency, ExchangeRate, type Money } from '@accounting/kernel';

const powersOfTen = [1n, 10n, 100n, 1_000n] as const;
const rateScale = 10n ** 10n;

/**
 * The rate at which a foreign amount is worth a value in GEL, rounded half up to ten decimals;
 * `undefined` when it is none (NUMERIC(18,10), more than zero). It is recorded for the reader: the
 * two amounts are the facts, and multiplying again may differ by a tetri from 100 million on.
 */
export const impliedRate = (amount: Money, value: Money): ExchangeRate | undefined => {
  const digits = Currency.minorUnits(amount.currency);
  const dividend = value.minorUnits * powersOfTen[digits as 0 | 1 | 2 | 3] * rateScale;
  const divisor = amount.minorUnits * 100n;
  if (divisor === 0n) return undefined;
  const scaled = (2n * dividend + divisor) / (2n * divisor);
  const text = scaled.toString().padStart(11, '0');
  return ExchangeRate.parse(`${text.slice(0, -10)}.${text.slice(-10)}`);
};
