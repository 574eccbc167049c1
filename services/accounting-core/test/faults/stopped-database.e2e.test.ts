import { createServiceDatabase, migrate } from '@accounting/database';
import { messageBusMigrations } from '@accounting/messaging';
import { startPostgres, type PostgresServer } from '@accounting/postgres-server';
import { freePort } from '@accounting/server-processes';
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
const lanes = 16;
/** A client sends its next request when the one before is answered. */
const refusedDuringOutage = 10 * lanes;

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

/** Its limit is that of the hook. */
const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await delay(20);
};

describe('a database that is stopped and started during a load', () => {
  let acknowledgedBefore = 0;
  const duringOutage = new Map<string, number>();

  beforeAll(async () => {
    load.start(lanes);
    await until(() => load.acknowledged.length > 10 * lanes);
    await server.stop();
    acknowledgedBefore = load.acknowledged.length;
    // What was sent before may be answered in many ways; what is sent from here on is counted.
    const refusedBefore = load.refused.length + lanes;
    for (const path of ['/api/v1/accounts', '/health/ready', '/health']) {
      const { status } = await fetch(service.httpUrl + path, {
        headers: { authorization: `Bearer ${load.token}` },
      });
      duringOutage.set(path, status);
    }
    await until(() => load.refused.length - refusedBefore >= refusedDuringOutage);
    server = await startServer();
    await until(() => load.acknowledged.length - acknowledgedBefore > 10 * lanes);
    await load.stop();
  }, 120_000);

  it('makes requests fail before their time is up, one after another, as unavailable', () => {
    // At the deadline of a request its answer would be 504.
    expect(new Set(load.refused.map(({ status }) => status))).toEqual(new Set([503]));
    expect(load.refused.length).toBeGreaterThan(refusedDuringOutage);
  });

  it('makes reading fail so too, and the service not ready but alive', () => {
    expect(Object.fromEntries(duringOutage)).toEqual({
      '/api/v1/accounts': 503,
      '/health/ready': 503,
      '/health': 200,
    });
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
