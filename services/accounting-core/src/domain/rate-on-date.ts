import {
  AccountingDate,
  type ExchangeRate,
  type Currency,
  type ErrorDefinition,
} from '@accounting/kernel';
import type { KnownRates } from './transaction/commands';
import { errors } from './transaction/errors';

/**
 * Tax Code of Georgia, article 73(10): where the National Bank sets no rate for a day, the latest
 * earlier one counts. It sets none over weekends and holidays, the longest of which are Good Friday
 * to Easter Monday (four days, six with a holiday beside them) and the first week of January, which
 * the Government makes up to ten days off by adding to 1, 2 and 7 January. What is older than 14
 * days is not the latest rate that there was, but one that nobody has recorded since.
 */
const rateAgeDaysMax = 14;

/** Why no recorded rate can be used. */
export interface RateObstacle {
  readonly error: ErrorDefinition;
  /** What is wrong, without what to do about it. */
  readonly reason: string;
  readonly details: Readonly<Record<string, string | number>>;
}

/** The recorded rate of a currency on a day, or why there is none to use. */
export const rateOnDate = (
  rates: KnownRates,
  currency: Currency,
  date: AccountingDate,
): ExchangeRate | RateObstacle => {
  const known = rates.get(currency);
  if (known === undefined) {
    return {
      error: errors.rateUnknown,
      reason: `No exchange rate of ${currency} is recorded on or before ${date}`,
      details: { currency, date },
    };
  }
  if (known.date >= AccountingDate.addDays(date, -rateAgeDaysMax)) return known.rate;
  return {
    error: errors.rateTooOld,
    reason:
      `The latest exchange rate of ${currency} on or before ${date} is that of ${known.date}, ` +
      `more than ${rateAgeDaysMax} days earlier`,
    details: { currency, date, rateDate: known.date },
  };
};
