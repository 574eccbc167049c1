import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLedgerAlone, type LedgerAlone } from '@accounting/dev-stack';
import { newUuid, type ActorId, type CompanyId } from '@accounting/kernel';
import {
  createKafkaTransport,
  createPostgresTransport,
  type OutgoingMessage,
  type Transport,
} from '@accounting/messaging';
import { Client } from 'pg';
import { createHttpClient, type HttpClient } from './http-client';
import { createCompany, postingBody, type BenchCompany } from './ledger';
import { percentile } from './measure';
import { syntheticFact } from './messaging/synthetic-facts';
import { measureRelay } from './messaging/relay';
import type { Result } from './report';
import { benchDatabaseSettings, secondBenchPorts } from './settings';
import { totalsGuest } from './totals/guest';

type Bus = 'postgres' | 'kafka';

const postingsPerSecond = 500;
const warmUpSeconds = 5;
const measuredSeconds = 20;
const companyCount = 20;
const replayedCount = 1_000_000;
const replayedCompanies = 200;
const publishedTogether = 1_000;

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Stage {
  readonly bus: Bus;
  readonly stack: LedgerAlone;
  readonly client: HttpClient;
  readonly companies: readonly BenchCompany[];
}

/** The bus of a stack, as its services use it. */
const transportOf = ({ stack, bus }: Pick<Stage, 'stack' | 'bus'>): Transport => {
  const { KAFKA_BROKERS = '', MESSAGE_BUS_URL = '' } = stack.eventBusSettings;
  return bus === 'kafka'
    ? createKafkaTransport({
        ...{ brokers: KAFKA_BROKERS.split(','), clientId: 'bench', replicationFactor: 1 },
        logger: quiet,
      })
    : createPostgresTransport({ url: MESSAGE_BUS_URL, applicationName: 'bench', logger: quiet });
};

const withStage = async <Outcome>(
  bus: Bus,
  report: (sentence: string) => void,
  measure: (stage: Stage) => Promise<Outcome>,
): Promise<Outcome> => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'accounting-bench-'));
  let stack: LedgerAlone | undefined;
  let client: HttpClient | undefined;
  try {
    stack = await startLedgerAlone({
      ...{ dataFolder, environment: { ...secondBenchPorts, EVENT_BUS: bus }, report },
      // When exactly a row became visible is asked afterwards.
      postgresSettings: { ...benchDatabaseSettings, track_commit_timestamp: true },
    });
    const signToken = (companyId: CompanyId): string =>
      (stack as LedgerAlone).signToken({
        actorId: 'bench' as ActorId,
        companyId,
        permissions: ['accounts:read', 'accounts:write', 'transactions:post'],
        lifetimeSeconds: 3_600,
      });
    client = createHttpClient(stack.service.httpUrl, 64);
    const companies: BenchCompany[] = [];
    while (companies.length < companyCount) companies.push(await createCompany(client, signToken));
    return await measure({ bus, stack, client, companies });
  } finally {
    await client?.close();
    await stack?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
};

/** Posts at a fixed rate, whatever the answers take; gives when each was answered. */
const postAtRate = async ({ client, companies }: Stage): Promise<ReadonlyMap<string, number>> => {
  const answeredAtMs = new Map<string, number>();
  const beganAtMs = performance.now();
  const total = postingsPerSecond * (warmUpSeconds + measuredSeconds);
  const pending: Promise<void>[] = [];
  for (let index = 0; index < total; index += 1) {
    const dueMs = beganAtMs + (index * 1_000) / postingsPerSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    const { token, accountIds } = companies[index % companies.length] as BenchCompany;
    const transactionId = newUuid();
    const [debit = '', credit = ''] = accountIds.slice(index % 50);
    const body = postingBody(debit, credit, '12.34');
    const send = async (): Promise<void> => {
      const answer = await client.request({
        ...{ method: 'POST', path: '/transactions/post', token, idempotencyKey: newUuid() },
        body: body.replace('{', `{"transactionId":"${transactionId}",`),
      });
      if (answer.status !== 201) throw new Error(`posting: ${answer.status} ${answer.body}`);
      if (index >= warmUpSeconds * postingsPerSecond) {
        answeredAtMs.set(transactionId, performance.timeOrigin + performance.now());
      }
    };
    pending.push(send());
  }
  await Promise.all(pending);
  return answeredAtMs;
};

const withTotals = async <Outcome>(
  stack: LedgerAlone,
  work: (totals: Client) => Promise<Outcome>,
): Promise<Outcome> => {
  const service = await stack.startBeside(totalsGuest);
  const totals = new Client({ connectionString: service.databaseUrl });
  await totals.connect();
  try {
    return await work(totals);
  } finally {
    await totals.end();
  }
};

const arrivedCount = async (totals: Client): Promise<number> => {
  const { rows } = await totals.query<{ count: string }>(
    "SELECT coalesce(pg_sequence_last_value('totals.arrivals_place_seq'), 0) AS count",
  );
  return Number(rows[0]?.count);
};

const awaitArrivals = async (totals: Client, count: number): Promise<void> => {
  while ((await arrivedCount(totals)) < count) await sleep(50);
};

/** From the answer to the moment at which the consumer's effect was visible, in milliseconds. */
const measureLatency = (stage: Stage): Promise<Result> =>
  withTotals(stage.stack, async (totals) => {
    await sleep(3_000);
    const answeredAtMs = await postAtRate(stage);
    await awaitArrivals(totals, postingsPerSecond * (warmUpSeconds + measuredSeconds));
    const { rows } = await totals.query<{ id: string; at: string }>(
      `SELECT right(source, 36) AS id,
         extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000 AS at
       FROM totals.arrivals`,
    );
    const latencies = rows
      .flatMap(({ id, at }) => {
        const answered = answeredAtMs.get(id);
        return answered === undefined ? [] : [Math.max(0, Number(at) - answered)];
      })
      .sort((one, other) => one - other);
    return {
      name: `From answer to effect at ${String(postingsPerSecond)} postings/s, ${stage.bus}`,
      perSecond: latencies.length / measuredSeconds,
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      p50MsAtMost: 50,
      p99MsAtMost: 500,
    };
  });

const publishMany = async (transport: Transport, topic: string): Promise<void> => {
  await transport.prepare([{ name: topic, retentionDays: 365 }]);
  const companyIds = Array.from({ length: replayedCompanies }, () => newUuid() as CompanyId);
  for (let published = 0; published < replayedCount; published += publishedTogether) {
    const batch = Array.from({ length: publishedTogether }, (_, index): OutgoingMessage => {
      const companyId = companyIds[(published + index) % replayedCompanies] as CompanyId;
      return syntheticFact(topic, companyId);
    });
    await transport.publish(batch);
  }
};

/** A million facts into an empty projection. */
const measureReplay = async (stage: Stage): Promise<Result> => {
  const transport = transportOf(stage);
  await publishMany(transport, 'accounting-core.transaction');
  await transport.close();
  return withTotals(stage.stack, async (totals) => {
    await awaitArrivals(totals, 1);
    const before = await arrivedCount(totals);
    const beganAt = performance.now();
    await awaitArrivals(totals, replayedCount);
    const seconds = (performance.now() - beganAt) / 1_000;
    return {
      name: `Replay of ${replayedCount.toLocaleString('en')} facts, ${stage.bus}`,
      perSecond: (replayedCount - before) / seconds,
      perSecondAtLeast: 20_000,
    };
  });
};

const buses: readonly Bus[] = ['postgres', 'kafka'];

type Report = (sentence: string) => void;

/** What facts take from one service to another, on both transports, and what the relay manages. */
export const measureFacts = async (report: Report): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (const bus of buses) {
    const measured = await withStage(bus, report, async (stage) => [
      await measureLatency(stage),
      ...(bus === 'kafka' ? [await measureRelay(stage.stack, transportOf(stage))] : []),
    ]);
    results.push(...measured);
  }
  return results;
};

/** A million facts into an empty projection, on both transports. */
export const measureReplays = async (report: Report): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (const bus of buses) results.push(await withStage(bus, report, measureReplay));
  return results;
};
