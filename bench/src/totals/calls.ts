import { accountingCoreV1 } from '@accounting/contracts';

/** The services that the totals call. */
export const calls = {
  ledger: { service: 'accounting-core', clients: { accounts: accountingCoreV1.AccountService } },
} as const;
