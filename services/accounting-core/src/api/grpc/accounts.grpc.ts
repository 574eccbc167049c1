import { accountingCoreV1 as v1 } from '@accounting/contracts';
import { grpcService, type GrpcService } from '@accounting/service-host';
import type { DescService } from '@bufbuild/protobuf';
import { z } from 'zod';
import type { LedgerApplication } from '../../application/ledger-application';
import * as schema from '../schemas/accounts';
import {
  account,
  accountFilterFields,
  accountPage,
  accountReceipt,
  newAccountFields,
} from './accounts.mapping';
import { fieldsOf } from './messages.mapping';
import { requiredVersion, unary } from './unary-call.mapping';

const { shape: accountId } = schema.accountIdParameter;
const subject = z.strictObject({ ...accountId, ...requiredVersion });
const renaming = z.strictObject({ ...subject.shape, ...schema.renameAccountBody.shape });
const moving = z.strictObject({ ...subject.shape, ...schema.moveAccountBody.shape });
const classifying = z.strictObject({ ...subject.shape, ...schema.classifyAccountBody.shape });

type Methods = GrpcService<typeof v1.AccountService>['methods'];

const reading = { permission: 'accounts:read' };
const writing = { permission: 'accounts:write', idempotent: true };

const queries = (app: LedgerApplication): Pick<Methods, 'getAccount' | 'listAccounts'> => ({
  getAccount: {
    ...reading,
    handle: unary({
      schema: schema.accountIdParameter,
      ask: (context, input) => app.accounts.find(context, input),
      reply: (view) => ({ account: account(view) }),
    }),
  },
  listAccounts: {
    ...reading,
    handle: unary({
      schema: schema.listAccountsQuery,
      input: accountFilterFields,
      ask: (context, input) => app.accounts.list(context, input),
      reply: accountPage,
    }),
  },
});

const openings = (app: LedgerApplication): Pick<Methods, 'adoptChart' | 'createAccount'> => ({
  adoptChart: {
    ...writing,
    handle: unary({
      schema: z.strictObject({}),
      ask: (context) => app.accounts.adoptChart(context),
      reply: (chart) => chart,
    }),
  },
  createAccount: {
    ...writing,
    handle: unary({
      schema: schema.createAccountBody,
      input: newAccountFields,
      ask: (context, input) => app.accounts.create(context, input),
      reply: accountReceipt,
    }),
  },
});

const changes = (
  app: LedgerApplication,
): Omit<Methods, 'getAccount' | 'listAccounts' | 'adoptChart' | 'createAccount'> => ({
  renameAccount: {
    ...writing,
    handle: unary({
      schema: renaming,
      ask: (context, input) => app.accounts.rename(context, input),
      reply: accountReceipt,
    }),
  },
  moveAccount: {
    ...writing,
    handle: unary({
      schema: moving,
      // Absent means the top, which REST says with `null`.
      input: (request) => ({ parentAccountId: null, ...fieldsOf(request) }),
      ask: (context, input) => app.accounts.move(context, input),
      reply: accountReceipt,
    }),
  },
  classifyAccount: {
    ...writing,
    handle: unary({
      schema: classifying,
      input: (request) => ({ currency: null, ifrsLine: null, ...fieldsOf(request) }),
      ask: (context, input) => app.accounts.classify(context, input),
      reply: accountReceipt,
    }),
  },
  deactivateAccount: {
    ...writing,
    handle: unary({
      schema: subject,
      ask: (context, input) => app.accounts.deactivate(context, input),
      reply: accountReceipt,
    }),
  },
  reactivateAccount: {
    ...writing,
    handle: unary({
      schema: subject,
      ask: (context, input) => app.accounts.reactivate(context, input),
      reply: accountReceipt,
    }),
  },
});

/** The chart of accounts. */
export const accountService = (app: LedgerApplication): GrpcService<DescService> =>
  grpcService(v1.AccountService, { ...queries(app), ...openings(app), ...changes(app) });
