import { route, type Route } from '@accounting/service-host';
import type { VatCalculations } from '../../application/vat-calculations';
import { written } from '../schemas/amounts';
import * as schema from '../schemas/calculations';

const calculating = {
  method: 'post',
  tag: 'Calculations',
  permission: 'reports:tax',
  unkeyed: 'It computes, and keeps nothing.',
} as const;
const path = '/tax/calculations';

const ofVat = (calculations: VatCalculations): readonly Route[] => [
  route({
    ...calculating,
    path: `${path}/vat-document`,
    summary: 'Compute the VAT of a document’s lines, or check what it says',
    body: schema.documentBody,
    response: schema.taxedDocument,
    handle: async (_context, { body }) => ({ body: written(calculations.document(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/vat-margin`,
    summary: 'Compute the VAT on the margin of a second-hand good',
    body: schema.marginBody,
    response: schema.margin,
    handle: async (_context, { body }) => ({ body: written(calculations.margin(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/vat-import`,
    summary: 'Compute the VAT on an import',
    body: schema.importBody,
    response: schema.importVat,
    handle: async (_context, { body }) => ({ body: written(calculations.import(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/vat-partial-credit`,
    summary: 'Divide input VAT of mixed use into credit and cost',
    body: schema.partialCreditBody,
    response: schema.partialCredit,
    handle: async (_context, { body }) => ({ body: written(calculations.partialCredit(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/vat-fixed-asset`,
    summary: 'Compute a year’s correction of the VAT credited on a fixed asset',
    body: schema.fixedAssetBody,
    response: schema.fixedAsset,
    handle: async (_context, { body }) => ({
      body: written(calculations.fixedAssetAdjustment(body)),
    }),
  }),
];

const ofLateness = (calculations: VatCalculations): readonly Route[] => [
  route({
    ...calculating,
    path: `${path}/late-payment`,
    summary: 'Compute interest on late payment and the fine for a late return',
    body: schema.latePaymentBody,
    response: schema.latePayment,
    handle: async (_context, { body }) => ({ body: written(calculations.latePayment(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/understatement`,
    summary: 'Compute the fine for tax that was declared too low',
    body: schema.understatementBody,
    response: schema.understatement,
    handle: async (_context, { body }) => ({ body: written(calculations.understatement(body)) }),
  }),
];

/** Figures for whoever asks, by the rules that the returns follow; nothing is kept. */
export const calculationRoutes = (calculations: VatCalculations): readonly Route[] => [
  ...ofVat(calculations),
  ...ofLateness(calculations),
];
