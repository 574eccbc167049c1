import { defineService } from '@accounting/service-host';
import { join } from 'node:path';
import { publish } from './messaging/publish';

export const compliance = defineService({
  name: 'compliance',
  description: 'Who may do what: people, companies, roles, sessions, partner systems.',
  httpPort: 8006,
  grpcPort: 9006,
  settings: {},
  migrationsFolder: join(__dirname, '..', 'migrations'),
  inlineProjections: [],
  build: () => ({ routes: [], grpc: [] }),
  publish,
});
