import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/** In order of precedence; those of the input are reported together. */
export const errors = {
  inputInvalid: defineError(
    'company_input_invalid',
    'invalid_argument',
    'The company has mistakes; each is listed with its place.',
  ),
  nameInvalid: defineError(
    'company_name_invalid',
    'invalid_argument',
    'Each name has 1 to 200 printable characters.',
  ),
  taxNumberInvalid: defineError(
    'tax_identification_number_invalid',
    'invalid_argument',
    'A tax identification number has 9 digits, or 11 of an individual entrepreneur.',
  ),
  idReserved: defineError(
    'company_id_reserved',
    'invalid_argument',
    'This id is kept for the system itself; choose another.',
  ),
  reasonInvalid: defineError(
    'suspension_reason_invalid',
    'invalid_argument',
    'A suspension needs a reason of 1 to 500 printable characters.',
  ),
  personRequired: defineError(
    'company_person_required',
    'permission_denied',
    'A company is registered by a person, who becomes its first administrator.',
  ),
  notFound: defineError('company_not_found', 'not_found', 'There is no such company.'),
  alreadyExists: defineError(
    'company_exists',
    'already_exists',
    'There is a company with this id already.',
  ),
  operatorOnly: defineError(
    'operator_required',
    'permission_denied',
    'Only administrators of the company that runs the system may do this: it concerns all.',
  ),
  operatorKept: defineError(
    'operator_not_suspended',
    'failed_precondition',
    'The company that runs the system cannot be suspended: nobody could reopen it.',
  ),
  alreadySuspended: defineError(
    'company_suspended',
    'failed_precondition',
    'The company is suspended; reopen it first.',
  ),
  notSuspended: defineError(
    'company_not_suspended',
    'failed_precondition',
    'The company is not suspended.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
