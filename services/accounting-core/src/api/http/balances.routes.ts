import { route, type Route } from '@accounting/service-host';
import type { LedgerApplication } from '../../application/ledger-application';
import { accountIdParameter } from '../schemas/accounts';
import * as schema from '../schemas/balances';

const tag = 'Balances';

/** What stands in the books, now or as of any accounting date. */
export const balanceRoutes = (app: LedgerApplication): Route[] => [
  route({
    method: 'get',
    path: '/balances',
    summary: 'Read the balance of every account, by itself and rolled up the hierarchy',
    tag,
    permission: 'accounts:read',
    query: schema.asOfQuery,
    response: schema.balanceList,
    handle: (context, { query }) => app.balances.ofAllAccounts(context, query),
  }),
  route({
    method: 'get',
    path: '/balances/trial-balance',
    summary: 'Read the trial balance: opening balances, turnover and closing balances',
    tag,
    permission: 'accounts:read',
    query: schema.trialBalanceQuery,
    response: schema.trialBalanceSchema,
    handle: (context, { query }) => app.balances.trialBalance(context, query),
  }),
  route({
    method: 'get',
    path: '/balances/dimensions',
    summary: 'Read balances by counterparty, project, cost centre or document reference',
    tag,
    permission: 'accounts:read',
    query: schema.dimensionsQuery,
    response: schema.dimensionPage,
    handle: (context, { query }) => app.balances.ofDimension(context, query),
  }),
  route({
    method: 'get',
    path: '/balances/accounts/:accountId',
    summary: 'Read the balance of one account, per currency and rolled up',
    tag,
    permission: 'accounts:read',
    parameters: accountIdParameter,
    query: schema.asOfQuery,
    response: schema.accountBalanceSchema,
    handle: (context, { parameters, query }) =>
      app.balances.ofAccount(context, { ...parameters, ...query }),
  }),
  route({
    method: 'get',
    path: '/balances/accounts/:accountId/ledger',
    summary: 'Read the entries of an account with its running balance',
    tag,
    permission: 'accounts:read',
    parameters: accountIdParameter,
    query: schema.ledgerQuery,
    response: schema.ledgerPage,
    handle: (context, { parameters, query }) =>
      app.balances.ledger(context, { ...parameters, ...query }),
  }),
  route({
    method: 'post',
    path: '/balances/revaluations',
    summary: 'Revalue foreign-currency balances of monetary accounts at a date',
    description:
      'Posts the differences to the exchange gain and loss accounts (IAS 21.23 and 21.28). Asked ' +
      'again for the same date it posts only what changed since, which is usually nothing.',
    tag,
    permission: 'transactions:post',
    idempotent: true,
    body: schema.revaluationBody,
    response: schema.revaluationReceipt,
    handle: (context, { body }) => app.balances.revalue(context, body),
  }),
];
