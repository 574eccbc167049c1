import { defineError } from '../domain/error-definition';

export const errors = {
  invalidCursor: defineError(
    'invalid_cursor',
    'invalid_argument',
    'This is no continuation of this list; begin again without it.',
  ),
} as const;
