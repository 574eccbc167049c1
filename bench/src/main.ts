import { startStack } from '@accounting/dev-stack';
import type { ActorId, CompanyId } from '@accounting/kernel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { createHttpClient } from './http-client';
import { createCompany } from './ledger';
import { installLimitFunctions } from './limit-functions';
import { report, type Result } from './report';
import { benchDatabaseSettings } from './settings';
import { measurePosting } from './posting';

/** Runs everything on a ledger of its own, prints one table and writes it to a file. */
const run = async (): Promise<void> => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'accounting-bench-'));
  const stack = await startStack({
    dataFolder,
    environment: {
      POSTGRES_PORT: '15432',
      ACCOUNTING_CORE_HTTP_PORT: '18001',
      ACCOUNTING_CORE_GRPC_PORT: '19001',
    },
    postgresSettings: benchDatabaseSettings,
    report: (sentence) => process.stdout.write(`${sentence}\n`),
  });
  const results: Result[] = [];
  try {
    const [service] = stack.services;
    if (service === undefined) throw new Error('the stack has no service');
    const owner = new Pool({ connectionString: service.databaseUrl, max: 2 });
    await installLimitFunctions(owner);
    await owner.end();
    const client = createHttpClient(service.httpUrl, 64);
    const signToken = (companyId: CompanyId) =>
      stack.signToken({
        actorId: 'bench' as ActorId,
        companyId,
        permissions: ['accounts:read', 'accounts:write', 'transactions:read', 'transactions:post'],
        lifetimeSeconds: 8 * 60 * 60,
      });
    const company = await createCompany(client, signToken, 1000);
    results.push(...(await measurePosting({ service, client, company })));
    await client.close();
  } finally {
    await stack.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
  report(results);
};

void run();
