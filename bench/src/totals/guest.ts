import path from 'node:path';
import type { GuestService } from '@accounting/dev-stack';

/** Where the tables of the totals are made. */
const migrationsFolder = path.join(__dirname, '../../migrations/totals');

/** The totals as a process beside a stack. */
export const totalsGuest: GuestService = {
  name: 'totals',
  mainFile: path.join(__dirname, 'totals.process.js'),
  migrationsFolder,
};
