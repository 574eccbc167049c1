import { createServiceDatabase, migrate } from '@accounting/database';
import { messageBusMigrations } from '@accounting/messaging';
import { freePort, startPostgres, type PostgresServer } from '@accounting/postgres-server';
import { serviceMigrations, startService, type RunningService } from '@accounting/service-host';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { accountingCore } from '../../src/service';
import { environmentFor } from '../api/http/started-ledger';
import { PostingLoad } from './posting-load';
import { RecordedFacts } from './recorded-facts';

const passwords = { owner: 'for-tests-only-1', service: 'for-tests-only-2', background: 'tests-3' };
const failsWithinMs = 3_000;

let dataFolder: string;
let server: PostgresServer;
let port: number;
let service: RunningService;
let load: PostingLoad;
let facts: RecordedFacts;

const startServer = (): Promise<PostgresServer> =>
  startPostgres({ dataFolder: join(dataFolder, 'cluster'), port, durable: true });

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'accounting-fault-'));
  port = await freePort();
  server = await startServer();
  const { adminUrl } = server;
  const ledger = await createServiceDatabase({ adminUrl, name: 'accounting-core', passwords });
  const messageBus = await createServiceDatabase({ adminUrl, name: 'message-bus', passwords });
  await migrate({ url: ledger.ownerUrl, sets: serviceMigrations(accountingCore) });
  await migrate({ url: messageBus.ownerUrl, sets: [messageBusMigrations] });
  service = await startService(accountingCore, {
    environment: environmentFor({ ledger, messageBus }),
    overrides: { logStream: { write: () => undefined } },
  });
  load = new PostingLoad(() => service.httpUrl);
  await load.adoptChart();
  facts = new RecordedFacts({ ledger, messageBus }, load.companyId);
}, 120_000);

afterAll(async () => {
  await service.stop();
  await facts.close();
  await server.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('a database that is stopped and started during a load', () => {
  let acknowledgedBefore = 0;
  const duringOutage = new Map<string, { readonly status: number; readonly tookMs: number }>();

  beforeAll(async () => {
    load.start(16);
    await delay(1_000);
    await server.stop();
    acknowledgedBefore = load.acknowledged.length;
    for (const path of ['/api/v1/accounts', '/health/ready', '/health']) {
      const begun = performance.now();
      const { status } = await fetch(service.httpUrl + path, {
        headers: { authorization: `Bearer ${load.token}` },
      });
      duringOutage.set(path, { status, tookMs: performance.now() - begun });
    }
    await delay(3_000);
    server = await startServer();
    await delay(3_000);
    await load.stop();
  }, 120_000);

  it('makes requests fail fast, as unavailable', () => {
    expect(load.refused.length).toBeGreaterThan(0);
    expect(new Set(load.refused.map(({ status }) => status))).toEqual(new Set([503]));
    expect(Math.max(...load.refused.map(({ tookMs }) => tookMs))).toBeLessThan(failsWithinMs);
  });

  it('makes reading fail as fast, and the service not ready but alive', () => {
    const statuses = [...duringOutage].map(([path, { status }]) => [path, status]);
    expect(Object.fromEntries(statuses)).toEqual({
      '/api/v1/accounts': 503,
      '/health/ready': 503,
      '/health': 200,
    });
    const longest = Math.max(...[...duringOutage.values()].map(({ tookMs }) => tookMs));
    expect(longest).toBeLessThan(failsWithinMs);
  });

  it('is found again by the service itself', () => {
    expect(acknowledgedBefore).toBeGreaterThan(0);
    expect(load.acknowledged.length).toBeGreaterThan(acknowledgedBefore);
  });

  it('holds every acknowledged posting exactly once, and balances', async () => {
    const acknowledged = load.acknowledged.map(({ transactionId }) => transactionId).sort();
    expect(await facts.transactionIds()).toEqual(acknowledged);
    expect(await facts.journalDifference()).toBe('0.00');
    expect(await facts.wrongBalances()).toEqual([]);
  });

  it('has every event relayed in the end', async () => {
    const events = await facts.eventIds();
    expect(new Set(await facts.relayedEventIds(events.length))).toEqual(new Set(events));
  });
});
