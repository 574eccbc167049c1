import { accountingCoreV1 as v1 } from '@accounting/contracts';
import { grpcService, type GrpcService } from '@accounting/service-host';
import type { DescService } from '@bufbuild/protobuf';
import { z } from 'zod';
import type { LedgerApplication } from '../../application/ledger-application';
import * as schema from '../schemas/exchange-rates';
import {
  exchangeRate,
  exchangeRatePage,
  rateFilterFields,
  rateReceipt,
} from './exchange-rates.mapping';
import { optionalVersion, unary } from './unary-call.mapping';

const recording = z.strictObject({
  ...schema.rateParameters.shape,
  ...schema.recordRateBody.shape,
  ...optionalVersion,
});

/** Rates of foreign currencies to GEL. */
export const exchangeRateService = (app: LedgerApplication): GrpcService<DescService> =>
  grpcService(v1.ExchangeRateService, {
    getExchangeRate: {
      permission: 'accounts:read',
      handle: unary({
        schema: schema.rateParameters,
        ask: (context, input) => app.exchangeRates.find(context, input),
        reply: (view) => ({ exchangeRate: exchangeRate(view) }),
      }),
    },
    listExchangeRates: {
      permission: 'accounts:read',
      handle: unary({
        schema: schema.listRatesQuery,
        input: rateFilterFields,
        ask: (context, input) => app.exchangeRates.list(context, input),
        reply: exchangeRatePage,
      }),
    },
    recordExchangeRate: {
      permission: 'exchange-rates:write',
      idempotent: true,
      handle: unary({
        schema: recording,
        ask: (context, input) => app.exchangeRates.record(context, input),
        reply: rateReceipt,
      }),
    },
  });
