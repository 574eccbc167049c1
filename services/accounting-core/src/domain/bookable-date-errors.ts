import type { ErrorDefinition } from '@accounting/kernel';
import type { DateProblem } from './accounting-date-range';
import { errors } from './transaction/errors';

/** What is reported for each way in which a date of a transaction can be wrong. */
export const bookableDateErrors: Readonly<Record<DateProblem, ErrorDefinition>> = {
  not_a_date: errors.dateInvalid,
  too_early: errors.dateTooEarly,
  too_late: errors.dateTooLate,
};
