import {
  AccountingDate,
  DomainError,
  isPrintableLine,
  TaxIdentificationNumber,
  type AccountingMonth,
  type ErrorDefinition,
  type Money,
  type Violation,
} from '@accounting/kernel';
import { form30Errors } from './errors';
import { allowedRates } from './allowed-rates';
import type { Form30Law, IncomeType, RecipientCategory, Residency } from './form-30-law';
import type { PaymentRow, Recipient } from './payment-row';

/** A row that nothing is known against. */
export interface CheckedRow {
  readonly row: PaymentRow;
  /** Whether the rules know the rates of its category and type; false leaves it to the portal. */
  readonly isRateKnown: boolean;
}

/** A row and what it is looked at with. */
interface Question {
  readonly law: Form30Law;
  readonly month: AccountingMonth;
  readonly row: PaymentRow;
  readonly residency: Residency;
  readonly category: RecipientCategory | undefined;
  readonly incomeType: IncomeType | undefined;
}

/** What a row must be, and which field is at fault where it is not. */
interface Check {
  readonly field: string;
  readonly error: ErrorDefinition;
  readonly holds: (question: Question) => boolean;
}

const idLengthMax = 50;
const textLengthMax = 200;
const organisationDigits = 9;
const countryCode = /^\d{1,3}$/;
// Of what can be printed, XML 1.0 has no place for these two alone.
const outsideXml = /[\uFFFE\uFFFF]/u;

const isLine = (text: string, lengthMax: number): boolean =>
  isPrintableLine(text, lengthMax) && !outsideXml.test(text);

const isId = ({ id, kind }: Recipient, residency: Residency): boolean => {
  if (residency === 'non_resident') return isLine(id, idLengthMax);
  if (TaxIdentificationNumber.parse(id) === undefined) return false;
  return kind === 'individual' || id.length === organisationDigits;
};

/** The two names of a recipient in the order of the columns. */
export const namesOf = (recipient: Recipient): readonly [string, string] =>
  recipient.kind === 'individual'
    ? [recipient.firstName, recipient.surname]
    : [recipient.legalForm, recipient.name];

const isAddress = (address: string): boolean => address === '' || isLine(address, textLengthMax);

const isAnyOr = <Value>(wanted: Value | undefined, value: Value): boolean =>
  wanted === undefined || wanted === value;

const isOneOf = (wanted: readonly number[] | undefined, value: number): boolean =>
  wanted === undefined || wanted.includes(value);

const isBetween = (amount: Money, most: Money): boolean =>
  !amount.isNegative() && amount.compare(most) <= 0;

const isRateAllowed = ({ law, row, residency }: Question): boolean => {
  const rates = allowedRates(law, row, residency);
  return rates === undefined || rates.some((rate) => rate.compare(row.rate) === 0);
};

const checks: readonly Check[] = [
  {
    field: 'recipient.id',
    error: form30Errors.idInvalid,
    holds: ({ row, residency }) => isId(row.recipient, residency),
  },
  {
    field: 'recipient',
    error: form30Errors.textInvalid,
    holds: ({ row }) => namesOf(row.recipient).every((name) => isLine(name, textLengthMax)),
  },
  {
    field: 'recipient.address',
    error: form30Errors.textInvalid,
    holds: ({ row }) => isAddress(row.recipient.address),
  },
  {
    field: 'residency',
    error: form30Errors.residencyInvalid,
    holds: ({ row }) => countryCode.test(row.residency),
  },
  {
    field: 'category',
    error: form30Errors.categoryUnknown,
    holds: ({ category }) => category !== undefined,
  },
  {
    field: 'category',
    error: form30Errors.categoryMismatch,
    holds: ({ row, residency, category }) =>
      isAnyOr(category?.residency, residency) && isAnyOr(category?.recipient, row.recipient.kind),
  },
  {
    field: 'incomeType',
    error: form30Errors.incomeTypeUnknown,
    holds: ({ row, incomeType }) =>
      incomeType !== undefined &&
      (incomeType.until === undefined || row.paidOn <= incomeType.until),
  },
  {
    field: 'incomeType',
    error: form30Errors.incomeTypeMismatch,
    holds: ({ row, category, incomeType }) =>
      isOneOf(category?.incomeTypes, row.incomeType) &&
      isOneOf(incomeType?.categories, row.category),
  },
  {
    field: 'amount',
    error: form30Errors.amountInvalid,
    holds: ({ row }) => row.amount.isPositive(),
  },
  {
    field: 'relief',
    error: form30Errors.amountInvalid,
    holds: ({ row }) => isBetween(row.relief, row.amount),
  },
  {
    field: 'treatyRelief',
    error: form30Errors.amountInvalid,
    holds: ({ row }) => !row.treatyRelief.isNegative(),
  },
  {
    field: 'foreignTaxCredit',
    error: form30Errors.amountInvalid,
    holds: ({ row }) => !row.foreignTaxCredit.isNegative(),
  },
  {
    field: 'paidOn',
    error: form30Errors.dateOutsideMonth,
    holds: ({ row, month }) => AccountingDate.monthOf(row.paidOn) === month,
  },
  { field: 'rate', error: form30Errors.rateNotAllowed, holds: isRateAllowed },
];

const questionOf = (law: Form30Law, month: AccountingMonth, row: PaymentRow): Question => ({
  ...{ law, month, row },
  residency: row.residency === law.georgia ? 'resident' : 'non_resident',
  category: law.categories.find(({ id }) => id === row.category),
  incomeType: law.incomeTypes.find(({ id }) => id === row.incomeType),
});

const violationsOf = (question: Question, index: number): readonly Violation[] =>
  checks
    .filter(({ holds }) => !holds(question))
    .map(({ field, error: { code, message } }) => ({
      ...{ field: `rows[${index}].${field}`, code, message },
    }));

/**
 * The rows of a month's return of tax withheld at source; refuses them together when any is wrong,
 * and names every mistake. Source: Order 996, article 38.
 */
export const checkedRows = (
  law: Form30Law,
  month: AccountingMonth,
  rows: readonly PaymentRow[],
): readonly CheckedRow[] => {
  const questions = rows.map((row) => questionOf(law, month, row));
  const violations = questions.flatMap(violationsOf);
  if (violations.length > 0) {
    const details = { period: month, article: law.article };
    throw new DomainError(form30Errors.rowsInvalid, { details, violations });
  }
  return questions.map(({ row, residency }) => ({
    row,
    isRateKnown: allowedRates(law, row, residency) !== undefined,
  }));
};
