import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/** In order of precedence; all are about the input and reported together. */
export const errors = {
  inputInvalid: defineError(
    'policy_input_invalid',
    'invalid_argument',
    'The policy has mistakes; each is listed with its place.',
  ),
  waiverReasonInvalid: defineError(
    'four_eyes_reason_invalid',
    'invalid_argument',
    'Doing without the second pair of eyes needs a reason of 1 to 500 printable characters.',
  ),
  outOfBounds: defineError(
    'policy_out_of_bounds',
    'invalid_argument',
    'The value is out of its bounds.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
