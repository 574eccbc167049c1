import { route, streamRoute, type Route } from '@accounting/service-host';
import type { LedgerApplication } from '../../application/ledger-application';
import * as schema from '../schemas/exchange-rates';

const tag = 'Exchange rates';

/** Rates of foreign currencies to GEL. */
export const exchangeRateRoutes = (app: LedgerApplication): Route[] => [
  route({
    method: 'get',
    path: '/exchange-rates',
    summary: 'List exchange rates',
    tag,
    permission: 'accounts:read',
    query: schema.listRatesQuery,
    response: schema.exchangeRatePage,
    handle: (context, { query }) => app.exchangeRates.list(context, query),
  }),
  route({
    method: 'get',
    path: '/exchange-rates/:currency/:date',
    summary: 'Read the rate that applies on a day: its own, or the latest earlier one',
    tag,
    permission: 'accounts:read',
    parameters: schema.rateParameters,
    response: schema.exchangeRateSchema,
    handle: (context, { parameters }) => app.exchangeRates.find(context, parameters),
  }),
  route({
    method: 'put',
    path: '/exchange-rates/:currency/:date',
    summary: 'Record or correct the rate of a day',
    tag,
    permission: 'exchange-rates:write',
    version: 'optional',
    parameters: schema.rateParameters,
    body: schema.recordRateBody,
    response: schema.rateReceipt,
    handle: (context, { parameters, body }) =>
      app.exchangeRates.record(context, { ...parameters, ...body }),
  }),
  streamRoute({
    method: 'post',
    path: '/exchange-rates/import',
    summary: 'Record rates from CSV with the columns currency, date, rate, quantity and source',
    tag,
    permission: 'exchange-rates:write',
    consumes: ['text/csv'],
    response: schema.rateImportReceipt,
    handleStream: (context, { body }) => app.exchangeRates.importCsv(context, body.stream),
  }),
];
