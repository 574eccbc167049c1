import { route, type Route } from '@accounting/service-host';
import type { createForm30File } from '../../application/form-30-files';
import * as schema from '../schemas/withholding-returns';

/** What goes to the Revenue Service about tax that was withheld. */
export const withholdingReturnRoutes = (
  form30File: ReturnType<typeof createForm30File>,
): readonly Route[] => [
  route({
    method: 'post',
    path: '/tax/withholding-returns/import-file',
    tag: 'Withholding returns',
    summary: 'Check the rows of a month’s return of tax withheld, and make the portal’s file',
    permission: 'reports:tax',
    unkeyed: 'It computes, and keeps nothing.',
    body: schema.importFileBody,
    response: schema.importFile,
    handle: async (_context, { body }) => ({ body: form30File(body) }),
  }),
];
