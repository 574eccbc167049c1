import { defineError } from '../domain/define-error';

/** What can be wrong with the place at which a list continues. */
export const pageErrors = {
  invalidCursor: defineError(
    'cursor_invalid',
    'invalid_argument',
    'This is no `next` of a page of this list. Begin with the first page.',
  ),
};
