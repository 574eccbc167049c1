import { route, type Route } from '@accounting/service-host';
import type { LedgerApplication } from '../../application/ledger-application';
import * as schema from '../schemas/accounts';

const tag = 'Accounts';

/** A change of one account, at the version that was read. */
const change = {
  tag,
  permission: 'accounts:write',
  version: 'required',
  parameters: schema.accountIdParameter,
  response: schema.accountReceipt,
} as const;

/** The chart of accounts and the ledger's settings. */
export const accountRoutes = (app: LedgerApplication): Route[] => [
  route({
    method: 'post',
    path: '/accounts/chart',
    summary: 'Start a new company from the Georgian chart of accounts',
    tag,
    permission: 'accounts:write',
    status: 201,
    idempotent: true,
    response: schema.adoptedChart,
    location: () => '/accounts',
    handle: (context) => app.accounts.adoptChart(context),
  }),
  route({
    method: 'get',
    path: '/accounts/settings',
    summary: 'Read the accounts the ledger posts to by itself, and the four-eyes policy',
    tag,
    permission: 'accounts:read',
    response: schema.ledgerSettings,
    handle: (context) => app.settings.find(context),
  }),
  route({
    method: 'put',
    path: '/accounts/settings',
    summary: 'Change the accounts the ledger posts to by itself, or the four-eyes policy',
    tag,
    permission: 'ledger-settings:write',
    version: 'required',
    body: schema.ledgerSettingsBody,
    response: schema.ledgerSettings,
    handle: (context, { body }) => app.settings.change(context, body),
  }),
  route({
    method: 'get',
    path: '/accounts',
    summary: 'List accounts',
    tag,
    permission: 'accounts:read',
    query: schema.listAccountsQuery,
    response: schema.accountPage,
    handle: (context, { query }) => app.accounts.list(context, query),
  }),
  route({
    method: 'post',
    path: '/accounts',
    summary: 'Create an account',
    tag,
    permission: 'accounts:write',
    status: 201,
    idempotent: true,
    body: schema.createAccountBody,
    response: schema.accountReceipt,
    location: ({ accountId }) => `/accounts/${accountId}`,
    handle: (context, { body }) => app.accounts.create(context, body),
  }),
  route({
    method: 'get',
    path: '/accounts/:accountId',
    summary: 'Read an account',
    tag,
    permission: 'accounts:read',
    parameters: schema.accountIdParameter,
    response: schema.accountSchema,
    handle: (context, { parameters }) => app.accounts.find(context, parameters),
  }),
  route({
    ...change,
    method: 'put',
    path: '/accounts/:accountId/name',
    summary: 'Rename an account in both languages',
    body: schema.renameAccountBody,
    handle: (context, { parameters, body }) =>
      app.accounts.rename(context, { ...parameters, ...body }),
  }),
  route({
    ...change,
    method: 'put',
    path: '/accounts/:accountId/parent',
    summary: 'Move an account to another place in the hierarchy',
    body: schema.moveAccountBody,
    handle: (context, { parameters, body }) =>
      app.accounts.move(context, { ...parameters, ...body }),
  }),
  route({
    ...change,
    method: 'put',
    path: '/accounts/:accountId/classification',
    summary: 'Change the statement line, currency restriction, monetary nature or metadata',
    body: schema.classifyAccountBody,
    handle: (context, { parameters, body }) =>
      app.accounts.classify(context, { ...parameters, ...body }),
  }),
  route({
    ...change,
    method: 'post',
    path: '/accounts/:accountId/deactivate',
    summary: 'Deactivate an account that has no balance',
    idempotent: true,
    handle: (context, { parameters }) => app.accounts.deactivate(context, parameters),
  }),
  route({
    ...change,
    method: 'post',
    path: '/accounts/:accountId/reactivate',
    summary: 'Take an account into use again',
    idempotent: true,
    handle: (context, { parameters }) => app.accounts.reactivate(context, parameters),
  }),
];
