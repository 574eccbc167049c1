import { defineError } from '../define-error';

/** What can be wrong with amounts that the tax on salaries is computed from. */
export const salaryErrors = {
  amountNegative: defineError(
    'salary_amount_negative',
    'invalid_argument',
    'An amount is below zero. Give zero or more.',
  ),
};
