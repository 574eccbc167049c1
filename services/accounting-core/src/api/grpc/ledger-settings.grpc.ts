import { accountingCoreV1 as v1 } from '@accounting/contracts';
import { grpcService, type GrpcService } from '@accounting/service-host';
import type { DescService } from '@bufbuild/protobuf';
import { z } from 'zod';
import type { LedgerApplication } from '../../application/ledger-application';
import * as schema from '../schemas/accounts';
import { ledgerSettings, ledgerSettingsFields } from './ledger-settings.mapping';
import { requiredVersion, unary } from './unary-call.mapping';

const changing = z.strictObject({ ...schema.ledgerSettingsBody.shape, ...requiredVersion });

/** What a company has decided about its ledger. */
export const ledgerSettingsService = (app: LedgerApplication): GrpcService<DescService> =>
  grpcService(v1.LedgerSettingsService, {
    getLedgerSettings: {
      permission: 'accounts:read',
      handle: unary({
        schema: z.strictObject({}),
        ask: (context) => app.settings.find(context),
        reply: ledgerSettings,
      }),
    },
    changeLedgerSettings: {
      permission: 'ledger-settings:write',
      idempotent: true,
      handle: unary({
        schema: changing,
        input: ledgerSettingsFields,
        ask: (context, input) => app.settings.change(context, input),
        reply: ledgerSettings,
      }),
    },
  });
