import { route, type Route } from '@accounting/service-host';
import type { VatReturnCommands } from '../../application/vat-return-commands';
import type { VatReturnQueries } from '../../application/vat-return-queries';
import * as schema from '../schemas/vat-returns';

const tag = 'VAT return';
const reading = {
  method: 'get',
  tag,
  permission: 'reports:tax',
  parameters: schema.periodParameter,
} as const;
const writing = {
  method: 'post',
  tag,
  idempotent: true,
  parameters: schema.periodParameter,
  response: schema.returnReceipt,
} as const;
const path = '/tax/vat/declarations/:period';

/** The monthly VAT return: as it stands, generated, compared, submitted, and what is behind it. */
export const vatReturnRoutes = (
  returns: VatReturnQueries & VatReturnCommands,
): readonly Route[] => [
  route({
    ...reading,
    path,
    summary: 'Read the VAT return of a month as it would be filed now',
    response: schema.currentReturn,
    handle: (context, { parameters }) => returns.read(context, parameters),
  }),
  route({
    ...reading,
    path: `${path}/versions`,
    summary: 'List the versions of a month’s return that were generated, and what was submitted',
    response: schema.returnVersions,
    handle: (context, { parameters }) => returns.versions(context, parameters),
  }),
  route({
    ...reading,
    path: `${path}/comparison`,
    summary: 'Compare a version with a later one, or with what the return would be now',
    query: schema.comparisonQuery,
    response: schema.comparison,
    handle: (context, { parameters, query }) =>
      returns.compare(context, { ...parameters, ...query }),
  }),
  route({
    ...reading,
    path: `${path}/entries`,
    summary: 'List the entries behind a line',
    query: schema.entriesQuery,
    response: schema.entryPage,
    handle: (context, { parameters, query: { line, version, ...page } }) =>
      returns.entries(context, { ...parameters, line, version }, page),
  }),
  route({
    ...writing,
    permission: 'tax-returns:write',
    path: `${path}/generate`,
    summary: 'Generate a version of a month’s return, amended when one was submitted before',
    handle: (context, { parameters }) => returns.generate(context, parameters),
  }),
  route({
    ...writing,
    permission: 'tax-returns:submit',
    path: `${path}/submit`,
    summary: 'Submit the latest version, or record that it was submitted at rs.ge',
    body: schema.submissionBody,
    handle: (context, { parameters, body }) => returns.submit(context, { ...parameters, ...body }),
  }),
];
