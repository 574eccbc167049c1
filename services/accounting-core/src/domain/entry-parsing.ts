import { Currency, ExchangeRate, Money, TaxIdentificationNumber } from '@accounting/kernel';
import { AccountId } from './account/account-id';
import { impliedRate } from './implied-rate';
import { reportLine, type Report } from './line-parsing';
import { isPrintableText, lengthMessage, normalizedLine, textLengthMax } from './printable-text';
import { errors } from './transaction/errors';
import type { EntryInput } from './transaction/input';
import type { ViolationList } from './violation-list';

/** How an entry names its account, and so where a mistake in it is. */
export type AccountName =
  | { readonly field: 'accountId'; readonly name: AccountId }
  | { readonly field: 'accountCode'; readonly name: string };

/** An entry whose text is understood; whether its account exists and takes it is not known yet. */
export interface ParsedEntry {
  readonly input: EntryInput;
  readonly account: AccountName;
  readonly side: 'debit' | 'credit';
  readonly amount: Money;
  /** Absent when neither the rate nor the value in GEL was given: the recorded rate counts. */
  readonly rate: ExchangeRate | undefined;
  readonly amountGel: Money | undefined;
}

/** Reads one entry and reports all that is wrong with it; `undefined` when a part is missing. */
export const parseEntry = (
  input: EntryInput,
  index: number,
  violations: ViolationList,
): ParsedEntry | undefined => {
  const report: Report = (field, definition, message) =>
    violations.add(`entries[${index}]${field}`, definition, message);
  const account = parseAccount(input, report);
  const amounts = parseAmounts(input, report);
  reportDimensions(input, report);
  return account && amounts && { input: normalizeLines(input), account, ...amounts };
};

const lineNames = ['project', 'costCentre', 'documentReference'] as const;

/** The input itself when its lines are stored as they came, as nearly all are. */
const normalizeLines = (input: EntryInput): EntryInput => {
  let normalized = input;
  for (const name of lineNames) {
    const text = input[name];
    const line = text === undefined ? undefined : normalizedLine(text);
    if (line !== text) normalized = { ...normalized, [name]: line };
  }
  return normalized;
};

type Amounts = Pick<ParsedEntry, 'side' | 'amount' | 'rate' | 'amountGel'>;

const parseAmounts = (input: EntryInput, report: Report): Amounts | undefined => {
  const currency = input.currency === undefined ? Currency.GEL : Currency.parse(input.currency);
  if (currency === undefined) report('.currency', errors.currencyUnknown);
  const side = parseSide(input, report);
  if (currency === undefined || side === undefined) return undefined;
  const amount = parseAmount(side.text, currency, `.${side.name}`, report);
  return amount && { side: side.name, amount, ...parseConversion(input, amount, report) };
};

const parseAccount = (
  { accountId, accountCode }: EntryInput,
  report: Report,
): AccountName | undefined => {
  if (accountId !== undefined && accountCode === undefined) {
    const id = AccountId.parse(accountId);
    if (id !== undefined) return { field: 'accountId', name: id };
    report('.accountId', errors.accountIdInvalid);
  } else if (accountId === undefined && accountCode !== undefined) {
    return { field: 'accountCode', name: accountCode };
  } else {
    report('', errors.accountNotNamed);
  }
  return undefined;
};

interface NamedSide {
  readonly name: 'debit' | 'credit';
  readonly text: string;
}

const parseSide = ({ debit, credit }: EntryInput, report: Report): NamedSide | undefined => {
  if (debit !== undefined && credit !== undefined) report('', errors.bothSides);
  else if (debit !== undefined) return { name: 'debit', text: debit };
  else if (credit !== undefined) return { name: 'credit', text: credit };
  else report('', errors.sideMissing);
  return undefined;
};

const parseAmount = (
  text: string,
  currency: Currency,
  field: string,
  report: Report,
): Money | undefined => {
  const amount = Money.parse(text, currency);
  if (amount instanceof Money) {
    if (amount.isPositive()) return amount;
    report(field, errors.amountNotPositive);
  } else if (amount === 'too_many_decimals') {
    const decimals = Currency.minorUnits(currency);
    report(field, errors.amountTooPrecise, `Amounts of ${currency} have ${decimals} decimals.`);
  } else {
    report(field, amount === 'too_large' ? errors.amountTooLarge : errors.amountInvalid);
  }
  return undefined;
};

interface Conversion {
  readonly rate: ExchangeRate | undefined;
  readonly amountGel: Money | undefined;
}

const parseConversion = (input: EntryInput, amount: Money, report: Report): Conversion => {
  const { exchangeRate, amountGel } = input;
  if (amount.currency === Currency.GEL) return parseGelConversion(input, amount, report);
  if (exchangeRate !== undefined && amountGel !== undefined) report('', errors.rateAndValue);
  if (amountGel !== undefined) {
    const value = parseAmount(amountGel, Currency.GEL, '.amountGel', report);
    const rate = value && impliedRate(amount, value);
    if (value !== undefined && rate === undefined) report('.amountGel', errors.rateInvalid);
    return { rate, amountGel: value };
  }
  if (exchangeRate === undefined) return { rate: undefined, amountGel: undefined };
  const rate = ExchangeRate.parse(exchangeRate);
  if (rate === undefined) report('.exchangeRate', errors.rateInvalid);
  return { rate, amountGel: undefined };
};

/** Saying of an amount in GEL that it is worth itself is superfluous, not wrong. */
const parseGelConversion = (input: EntryInput, amount: Money, report: Report): Conversion => {
  if (input.exchangeRate !== undefined) {
    const rate = ExchangeRate.parse(input.exchangeRate);
    if (rate?.equals(ExchangeRate.one) !== true) report('.exchangeRate', errors.gelConverted);
  }
  if (input.amountGel !== undefined) {
    const value = Money.parse(input.amountGel);
    if (!(value instanceof Money && value.equals(amount))) {
      report('.amountGel', errors.gelConverted);
    }
  }
  return { rate: ExchangeRate.one, amountGel: amount };
};

const reportDimensions = (input: EntryInput, report: Report): void => {
  const { description, counterpartyTin } = input;
  if (description !== undefined && !isPrintableText(description, textLengthMax.description)) {
    report('.description', errors.textInvalid, lengthMessage(textLengthMax.description));
  }
  if (
    counterpartyTin !== undefined &&
    TaxIdentificationNumber.parse(counterpartyTin) === undefined
  ) {
    report('.counterpartyTin', errors.counterpartyTinInvalid);
  }
  for (const name of lineNames) reportLine(input[name], `.${name}`, report);
};
