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
    query: schema.balanceQuery,
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
    description:
      'What was posted under each value from `from` to `asOf`. Revaluations and year-end ' +
      'closings carry no dimension: the balance of a counterparty is exact in its currency, ' +
      'while its value in GEL keeps the rates of its documents and may differ from the revalued ' +
      'account; and income of a project stays when its year is closed, so that `from` and ' +
      '`asOf` tell the year.',
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
    query: schema.balanceQuery,
    response: schema.accountBalanceSchema,
    handle: (context, { parameters, query }) =>
      app.balances.ofAccount(context, { ...parameters, ...query }),
  }),
  route({
    method: 'get',
    path: '/balances/accounts/:accountId/ledger',
    summary: 'Read the entries of an account with its running balance',
    description:
      'Balances have the sign that the balance of the account has. With `currency` they are told ' +
      'in it besides GEL, as on a statement of the bank.',
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
      'Posts the differences to the exchange gain and loss accounts (IAS 21.23 and 21.28), with ' +
      'one entry per account and currency: balances by counterparty, project or cost centre keep ' +
      'the rates of their documents. Asked again for the same date it posts only what changed ' +
      'since, which is usually nothing. What it posts also changes the balances of later days: ' +
      'those that were revalued before are named in `laterRevaluations`, to be revalued again in ' +
      'that order. An account that held a balance on that day and is now ' +
      'inactive, or restricted to another currency, has to be opened first; the refusal says how.',
    tag,
    permission: 'transactions:post',
    idempotent: true,
    body: schema.revaluationBody,
    response: schema.revaluationReceipt,
    handle: (context, { body }) => app.balances.revalue(context, body),
  }),
];
