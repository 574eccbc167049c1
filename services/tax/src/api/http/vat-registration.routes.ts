import { route, type Route } from '@accounting/service-host';
import type { VatRegistrationQueries } from '../../application/vat-registration-queries';
import { written } from '../schemas/amounts';
import * as schema from '../schemas/vat-registration';

/** Whether a company has to register for VAT. */
export const vatRegistrationRoutes = (queries: VatRegistrationQueries): readonly Route[] => [
  route({
    method: 'get',
    path: '/tax/vat/registration',
    tag: 'VAT registration',
    summary: 'Read how near the company is to the duty to register, and what has crossed the line',
    permission: 'reports:tax',
    query: schema.watchQuery,
    response: schema.thresholdWatch,
    handle: async (context, { query }) => ({
      body: written((await queries.watch(context, query)).body),
    }),
  }),
];
