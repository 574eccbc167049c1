import { startStack, type Stack } from '@accounting/dev-stack';
import type { ActorId, CompanyId } from '@accounting/kernel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import { measureImport } from './bulk-import';
import { measureCompanies } from './companies';
import { fillLedger, measureFullLedger } from './full-ledger';
import { createHttpClient } from './http-client';
import { createCompany } from './ledger';
import { installLimitFunctions } from './limit-functions';
import { measurePosting } from './posting';
import { printTable, writeResults, type Result } from './report';
import { residentMegabytes } from './service-process';
import { benchDatabaseSettings, benchPorts } from './settings';

const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};

const idleSeconds = 10;

const measureAll = async (stack: Stack, isFull: boolean): Promise<readonly Result[]> => {
  const [service] = stack.services;
  if (service === undefined) throw new Error('the stack has no service');
  await delay(idleSeconds * 1000);
  const results: Result[] = [
    {
      name: 'Cold start of accounting-core, until it is ready',
      figure: { value: service.readyAfterMs / 1000, unit: 's', atMost: 2 },
    },
    {
      name: 'Idle memory of accounting-core',
      figure: { value: residentMegabytes(service.processId), unit: 'MB', atMost: 150 },
    },
  ];
  const owner = new Pool({ connectionString: service.databaseUrl, max: 1 });
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
  say('Preparing a company with 1,000 accounts.');
  const company = await createCompany(client, signToken, 1000);
  say('Posting over HTTP.');
  const posting = await measurePosting({ service, client, company });
  results.push(...posting.results);
  say('Importing.');
  results.push(...(await measureImport({ service, company })));
  say('Posting for 1,000 companies.');
  results.push(...(await measureCompanies(client, signToken, posting.spreadPerSecond)));
  if (isFull) {
    say('Filling the ledger with 10 million entries; this takes some minutes.');
    await fillLedger(service, company);
    const full = { service, client, company };
    results.push(...(await measureFullLedger(full, posting.spreadPerSecond)));
  }
  await client.close();
  return results;
};

/** Runs everything on a ledger of its own, prints one table and writes the figures to a file. */
const run = async (): Promise<void> => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'accounting-bench-'));
  try {
    const stack = await startStack({
      dataFolder,
      environment: benchPorts,
      postgresSettings: benchDatabaseSettings,
      report: say,
    });
    try {
      const results = await measureAll(stack, process.argv.includes('--full'));
      printTable(results);
      say(`Written to ${writeResults(results)}.`);
    } finally {
      await stack.stop();
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
};

run().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
