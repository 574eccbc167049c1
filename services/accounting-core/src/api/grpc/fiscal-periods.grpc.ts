import { accountingCoreV1 as v1 } from '@accounting/contracts';
import { grpcService, type GrpcService } from '@accounting/service-host';
import type { DescService } from '@bufbuild/protobuf';
import { z } from 'zod';
import type { LedgerApplication } from '../../application/ledger-application';
import * as schema from '../schemas/fiscal-periods';
import {
  fiscalPeriodHistory,
  fiscalPeriodList,
  fiscalYear,
  fiscalYearHistory,
  periodReceipt,
  yearReceipt,
} from './fiscal-periods.mapping';
import { optionalVersion, unary } from './unary-call.mapping';

const period = z.strictObject({ ...schema.periodParameter.shape, ...optionalVersion });
const periodWithReason = z.strictObject({ ...period.shape, ...schema.reasonBody.shape });
const year = z.strictObject({ ...schema.yearParameter.shape, ...optionalVersion });
const yearWithReason = z.strictObject({ ...year.shape, ...schema.reasonBody.shape });

type Methods = GrpcService<typeof v1.FiscalPeriodService>['methods'];
type YearMethod = 'getFiscalYear' | 'getFiscalYearHistory' | 'closeFiscalYear' | 'reopenFiscalYear';

const reading = { permission: 'accounts:read' };
const closing = { permission: 'fiscal-periods:close', idempotent: true };
const reopening = { permission: 'fiscal-periods:reopen', idempotent: true };

const months = (app: LedgerApplication): Omit<Methods, YearMethod> => ({
  listFiscalPeriods: {
    ...reading,
    handle: unary({
      schema: schema.listPeriodsQuery,
      ask: (context, input) => app.fiscalPeriods.list(context, input),
      reply: fiscalPeriodList,
    }),
  },
  closeFiscalPeriod: {
    ...closing,
    handle: unary({
      schema: period,
      ask: (context, input) => app.fiscalPeriods.close(context, input),
      reply: periodReceipt,
    }),
  },
  lockFiscalPeriod: {
    ...closing,
    handle: unary({
      schema: period,
      ask: (context, input) => app.fiscalPeriods.lock(context, input),
      reply: periodReceipt,
    }),
  },
  unlockFiscalPeriod: {
    ...reopening,
    handle: unary({
      schema: periodWithReason,
      ask: (context, input) => app.fiscalPeriods.unlock(context, input),
      reply: periodReceipt,
    }),
  },
  getFiscalPeriodHistory: {
    ...reading,
    handle: unary({
      schema: schema.periodParameter,
      ask: (context, input) => app.fiscalPeriods.periodHistory(context, input),
      reply: fiscalPeriodHistory,
    }),
  },
  reopenFiscalPeriod: {
    ...reopening,
    handle: unary({
      schema: periodWithReason,
      ask: (context, input) => app.fiscalPeriods.reopen(context, input),
      reply: periodReceipt,
    }),
  },
});

const years = (app: LedgerApplication): Pick<Methods, YearMethod> => ({
  getFiscalYear: {
    ...reading,
    handle: unary({
      schema: schema.yearParameter,
      ask: (context, input) => app.fiscalPeriods.findYear(context, input),
      reply: fiscalYear,
    }),
  },
  getFiscalYearHistory: {
    ...reading,
    handle: unary({
      schema: schema.yearParameter,
      ask: (context, input) => app.fiscalPeriods.yearHistory(context, input),
      reply: fiscalYearHistory,
    }),
  },
  closeFiscalYear: {
    ...closing,
    handle: unary({
      schema: year,
      ask: (context, input) => app.fiscalPeriods.closeYear(context, input),
      reply: yearReceipt,
    }),
  },
  reopenFiscalYear: {
    ...reopening,
    handle: unary({
      schema: yearWithReason,
      ask: (context, input) => app.fiscalPeriods.reopenYear(context, input),
      reply: yearReceipt,
    }),
  },
});

/** Months and years: which of them take postings. */
export const fiscalPeriodService = (app: LedgerApplication): GrpcService<DescService> =>
  grpcService(v1.FiscalPeriodService, { ...months(app), ...years(app) });
