import path from 'node:path';
import { defineService } from '@accounting/service-host';
import { accountTotals } from './account-totals';

/** Where the tables of the totals are made. */
export const totalsMigrations = path.join(__dirname, '../../migrations/totals');

/** A service that does nothing but consume the ledger's facts: what another team would write. */
export const totals = defineService({
  name: 'totals',
  description: 'Running totals per account, kept from the facts of the ledger.',
  httpPort: 8021,
  grpcPort: 9021,
  settings: {},
  migrationsFolder: totalsMigrations,
  inlineProjections: [],
  build: () => ({ routes: [], grpc: [], consumers: [accountTotals] }),
  publish: () => undefined,
});
