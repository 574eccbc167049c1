import { defineService } from '@accounting/service-host';
import { accountTotals } from './account-totals';
import { totalsGuest } from './guest';

/** A service that does nothing but consume the ledger's facts: what another team would write. */
export const totals = defineService({
  name: 'totals',
  description: 'Running totals per account, kept from the facts of the ledger.',
  httpPort: 8021,
  grpcPort: 9021,
  settings: {},
  migrationsFolder: totalsGuest.migrationsFolder,
  inlineProjections: [],
  build: () => ({ routes: [], grpc: [], consumers: [accountTotals] }),
  publish: () => undefined,
});
