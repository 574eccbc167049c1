import { createServiceDatabase, migrate } from '@accounting/database';
import { serviceMigrations } from '@accounting/service-host';
import { join } from 'node:path';
import { Pool } from 'pg';
import { limitFunctions } from './limit-functions';

const passwords = { owner: 'bench', service: 'bench', background: 'bench' };

/**
 * A second ledger on the same server that no service watches: were the limit measured in the
 * service's own database, its relay would publish the rows and make the limit lower than it is.
 * Resolves with the URL of its owner, for whom row-level security is no hindrance.
 */
export const createLimitDatabase = async (adminUrl: string): Promise<string> => {
  const { ownerUrl } = await createServiceDatabase({ adminUrl, name: 'bench-limit', passwords });
  const migrationsFolder = join('services', 'accounting-core', 'migrations');
  const sets = serviceMigrations({ name: 'accounting-core', migrationsFolder });
  await migrate({ url: ownerUrl, sets });
  const pool = new Pool({ connectionString: ownerUrl, max: 1 });
  await pool.query(limitFunctions);
  await pool.query(`SELECT ledger.ensure_partition(date '2026-11-01')`);
  await pool.end();
  return ownerUrl;
};
