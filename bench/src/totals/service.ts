import { defineService } from '@accounting/service-host';
import { accountTotals } from './account-totals';
import { calls } from './calls';
import { totalsGuest } from './guest';
import { totalRoutes } from './totals.routes';

/** A service that does nothing but consume the ledger's facts: what another team would write. */
export const totals = defineService({
  name: 'totals',
  description: 'Running totals per account, kept from the facts of the ledger.',
  httpPort: 8021,
  grpcPort: 9021,
  settings: {},
  calls,
  migrationsFolder: totalsGuest.migrationsFolder,
  inlineProjections: [],
  build: ({ database, clients }) => ({
    routes: totalRoutes(database, clients),
    grpc: [],
    consumers: [accountTotals],
  }),
  publish: () => undefined,
});
