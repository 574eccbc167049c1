import { accountingCoreV1 as v1 } from '@accounting/contracts';
import { grpcService, type GrpcService } from '@accounting/service-host';
import type { DescService } from '@bufbuild/protobuf';
import { z } from 'zod';
import type { LedgerApplication } from '../../application/ledger-application';
import { accountIdParameter } from '../schemas/accounts';
import * as schema from '../schemas/balances';
import {
  accountBalanceReply,
  balanceList,
  closingFields,
  dimensionFields,
  dimensionPage,
  revaluationReceipt,
  trialBalance,
} from './balances.mapping';
import { unary } from './unary-call.mapping';

const ofOneAccount = z.strictObject({ ...accountIdParameter.shape, ...schema.balanceQuery.shape });

/** What stands in the books, now or as of any accounting date. */
export const balanceService = (app: LedgerApplication): GrpcService<DescService> =>
  grpcService(v1.BalanceService, {
    getBalances: {
      permission: 'accounts:read',
      handle: unary({
        schema: schema.balanceQuery,
        input: closingFields,
        ask: (context, input) => app.balances.ofAllAccounts(context, input),
        reply: balanceList,
      }),
    },
    getAccountBalance: {
      permission: 'accounts:read',
      handle: unary({
        schema: ofOneAccount,
        input: closingFields,
        ask: (context, input) => app.balances.ofAccount(context, input),
        reply: accountBalanceReply,
      }),
    },
    getTrialBalance: {
      permission: 'accounts:read',
      handle: unary({
        schema: schema.trialBalanceQuery,
        input: closingFields,
        ask: (context, input) => app.balances.trialBalance(context, input),
        reply: trialBalance,
      }),
    },
    listDimensionBalances: {
      permission: 'accounts:read',
      handle: unary({
        schema: schema.dimensionsQuery,
        input: dimensionFields,
        ask: (context, input) => app.balances.ofDimension(context, input),
        reply: dimensionPage,
      }),
    },
    revalueBalances: {
      permission: 'transactions:post',
      idempotent: true,
      handle: unary({
        schema: schema.revaluationBody,
        ask: (context, input) => app.balances.revalue(context, input),
        reply: revaluationReceipt,
      }),
    },
  });
