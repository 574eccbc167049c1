import { route, type Route } from '@accounting/service-host';
import type { LedgerApplication } from '../../application/ledger-application';
import * as schema from '../schemas/fiscal-periods';

const tag = 'Fiscal periods';

/** What makes books final: for those who may close. */
const closing = {
  method: 'post',
  tag,
  permission: 'fiscal-periods:close',
  idempotent: true,
  version: 'optional',
} as const;

/** What opens them again: for those who may reopen, with the reason. */
const reopening = {
  method: 'post',
  tag,
  permission: 'fiscal-periods:reopen',
  idempotent: true,
  version: 'optional',
  body: schema.reasonBody,
} as const;

const months = (app: LedgerApplication): Route[] => [
  route({
    method: 'get',
    path: '/fiscal-periods',
    summary: 'List the twelve periods of a year',
    tag,
    permission: 'accounts:read',
    query: schema.listPeriodsQuery,
    response: schema.fiscalPeriodList,
    handle: (context, { query }) => app.fiscalPeriods.list(context, query),
  }),
  route({
    ...closing,
    path: '/fiscal-periods/:period/close',
    summary: 'Close a period, so that it takes no more postings',
    parameters: schema.periodParameter,
    response: schema.periodReceipt,
    handle: (context, { parameters }) => app.fiscalPeriods.close(context, parameters),
  }),
  route({
    ...reopening,
    path: '/fiscal-periods/:period/reopen',
    summary: 'Reopen a closed period, with the reason',
    parameters: schema.periodParameter,
    response: schema.periodReceipt,
    handle: (context, { parameters, body }) =>
      app.fiscalPeriods.reopen(context, { ...parameters, ...body }),
  }),
  route({
    ...closing,
    path: '/fiscal-periods/:period/lock',
    summary: 'Lock a closed period, so that it cannot be reopened until it is unlocked',
    parameters: schema.periodParameter,
    response: schema.periodReceipt,
    handle: (context, { parameters }) => app.fiscalPeriods.lock(context, parameters),
  }),
  route({
    ...reopening,
    path: '/fiscal-periods/:period/unlock',
    summary: 'Unlock a period of a year that is not closed, with the reason',
    parameters: schema.periodParameter,
    response: schema.periodReceipt,
    handle: (context, { parameters, body }) =>
      app.fiscalPeriods.unlock(context, { ...parameters, ...body }),
  }),
  route({
    method: 'get',
    path: '/fiscal-periods/:period/history',
    summary: 'Read who closed, locked, unlocked and reopened a period, when and why',
    tag,
    permission: 'accounts:read',
    parameters: schema.periodParameter,
    response: schema.periodHistory,
    handle: (context, { parameters }) => app.fiscalPeriods.periodHistory(context, parameters),
  }),
];

const years = (app: LedgerApplication): Route[] => [
  route({
    method: 'get',
    path: '/fiscal-periods/years/:year/history',
    summary: 'Read who closed and reopened a year, when and why',
    tag,
    permission: 'accounts:read',
    parameters: schema.yearParameter,
    response: schema.yearHistory,
    handle: (context, { parameters }) => app.fiscalPeriods.yearHistory(context, parameters),
  }),
  route({
    method: 'get',
    path: '/fiscal-periods/years/:year',
    summary: 'Read whether a year is closed, and with what profit',
    tag,
    permission: 'accounts:read',
    parameters: schema.yearParameter,
    response: schema.fiscalYearSchema,
    handle: (context, { parameters }) => app.fiscalPeriods.findYear(context, parameters),
  }),
  route({
    ...closing,
    path: '/fiscal-periods/years/:year/close',
    summary: 'Close a year: income and expense go to retained earnings',
    parameters: schema.yearParameter,
    response: schema.yearReceipt,
    handle: (context, { parameters }) => app.fiscalPeriods.closeYear(context, parameters),
  }),
  route({
    ...reopening,
    path: '/fiscal-periods/years/:year/reopen',
    summary: 'Undo the closing of a year, with the reason',
    parameters: schema.yearParameter,
    response: schema.yearReceipt,
    handle: (context, { parameters, body }) =>
      app.fiscalPeriods.reopenYear(context, { ...parameters, ...body }),
  }),
];

/** Months and years: which of them take postings. */
export const fiscalPeriodRoutes = (app: LedgerApplication): Route[] => [
  ...months(app),
  ...years(app),
];
