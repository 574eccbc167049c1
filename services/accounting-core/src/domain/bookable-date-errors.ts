import {
  reject,
  type AccountingDate,
  type ErrorDefinition,
  type Instant,
} from '@accounting/kernel';
import { isDateProblem, parseBookableDate, type DateProblem } from './accounting-date-range';
import { errors } from './transaction/errors';

/** What is reported for each way in which a date of a transaction can be wrong. */
export const bookableDateErrors: Readonly<Record<DateProblem, ErrorDefinition>> = {
  not_a_date: errors.dateInvalid,
  too_early: errors.dateTooEarly,
  too_late: errors.dateTooLate,
};

/** Throws, naming the field, unless the day may be booked. */
export const requireBookableDate = (date: AccountingDate, now: Instant, field: string): void => {
  const parsed = parseBookableDate(date, now);
  if (isDateProblem(parsed)) throw reject(bookableDateErrors[parsed], { field });
};
