import { reject } from '@accounting/kernel';
import type { ReturnSubmissions } from '../application/vat-ports';
import { vatReturnErrors } from '../domain/vat-return/errors';

/** Until the integration service speaks to the Revenue Service: says what to do instead. */
export const unconnectedReturnSubmissions: ReturnSubmissions = {
  submit: (_context, { period }) =>
    Promise.reject(reject(vatReturnErrors.notConnected, { period })),
};
