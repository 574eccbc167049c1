import { keyAfter as keyOfPage, type KeysetOrder, type PageRequest } from '@accounting/database';
import { errors } from './errors';

/** The key after which a page of the ledger's lists begins; `undefined` for the first page. */
export const keyAfter = (order: KeysetOrder, page: PageRequest): readonly string[] | undefined =>
  keyOfPage(order, page, errors.invalidCursor);
