import { route, type Route } from '@accounting/service-host';
import type { VatTreatmentCommands } from '../../application/vat-treatment-commands';
import * as schema from '../schemas/vat-treatments';

/** How turnover is taxed that was posted without VAT. */
export const vatTreatmentRoutes = (treatments: VatTreatmentCommands): readonly Route[] => [
  route({
    method: 'post',
    path: '/tax/vat/treatments',
    tag: 'VAT return',
    summary: 'Say on which line turnover belongs that was posted without VAT',
    permission: 'tax-returns:write',
    idempotent: true,
    body: schema.treatmentBody,
    response: schema.treatmentReceipt,
    handle: (context, { body }) => treatments.assign(context, body),
  }),
];
