import { createDatabase, databaseMigrations, type Database } from '@accounting/database';
import {
  createPostgresEventLog,
  createPostgresEventStore,
  eventStoreMigrations,
  type EventLog,
  type EventStore,
} from '@accounting/event-store';
import { ActorId, Instant, newUuid } from '@accounting/kernel';
import type { Transaction } from '@accounting/database';
import { createTestDatabase, testDatabaseAdminUrl, type TestDatabase } from '@accounting/testing';
import { Client } from 'pg';
import {
  createOutboxRelay,
  createPostgresLeaderLock,
  type OutboxRelay,
  type OutboxRelayOptions,
  type OutgoingMessage,
} from '../../src';
import { Gate, aWhile, company, eventually, message, recordingLogger } from '../fixtures';

const actorId = ActorId.parse('nino') as ActorId;

describe('outbox relay', () => {
  let testDatabase: TestDatabase;
  let serviceDatabase: Database;
  let backgroundDatabase: Database;
  let eventStore: EventStore<Transaction>;
  let eventLog: EventLog;
  let logger: ReturnType<typeof recordingLogger>;
  let published: OutgoingMessage[];
  const stops: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    testDatabase = await createTestDatabase({
      name: 'producer',
      sets: [databaseMigrations, eventStoreMigrations],
    });
    serviceDatabase = createDatabase({
      url: testDatabase.serviceUrl,
      applicationName: 'relay-test',
    });
    backgroundDatabase = createDatabase({
      url: testDatabase.backgroundUrl,
      applicationName: 'relay-test',
    });
    eventStore = createPostgresEventStore({ database: serviceDatabase, inlineProjections: [] });
    eventLog = createPostgresEventLog({ backgroundDatabase });
    logger = recordingLogger();
    published = [];
  });

  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
    await serviceDatabase.close();
    await backgroundDatabase.close();
    await testDatabase.drop();
  });

  const record = async (streamVersion: number, type = 'TransactionPosted'): Promise<void> => {
    const outcome = await eventStore.commit({
      companyId: company(1),
      appends: [
        {
          streamId: 'transaction-1',
          expectedVersion: streamVersion - 1,
          events: [
            {
              eventId: newUuid(),
              type,
              schemaVersion: 1,
              data: {},
              occurredAt: Instant.systemClock(),
              metadata: { actorId, correlationId: 'request-1' },
            },
          ],
        },
      ],
    });
    expect(outcome.status).toBe('committed');
  };

  const recordMany = async (from: number, to: number): Promise<void> => {
    for (let version = from; version <= to; version += 1) await record(version);
  };

  const options = (different: Partial<OutboxRelayOptions> = {}): OutboxRelayOptions => ({
    eventLog,
    transport: { publish: async (messages) => void published.push(...messages) },
    publish: ({ eventId, companyId, streamVersion, type }) =>
      type === 'Private' ? undefined : message({ id: eventId, companyId, streamVersion }),
    follower: 'outbox-relay',
    leaderLock: createPostgresLeaderLock({
      url: testDatabase.backgroundUrl,
      name: 'producer.outbox-relay',
      applicationName: 'relay-leader',
      retryIntervalMs: 20,
      wakeChannel: 'facts',
    }),
    logger,
    clock: Instant.systemClock,
    pollIntervalMs: 20,
    retry: { delayMsMin: 10, delayMsMax: 20 },
    ...different,
  });

  const start = (relay: OutboxRelay): (() => Promise<void>) => {
    const stopping = new AbortController();
    const ended = relay.run(stopping.signal);
    const stop = async (): Promise<void> => {
      stopping.abort();
      await ended;
    };
    stops.push(stop);
    return stop;
  };

  const versions = (): number[] => published.map(({ attributes }) => attributes.streamVersion);
  const oneTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

  it('publishes every fact once, in order, and those that come later', async () => {
    await recordMany(1, 7);
    start(createOutboxRelay(options({ batchCountMax: 3 })));
    await eventually('the recorded ones are published', () => published.length === 7);
    await recordMany(8, 9);

    await eventually('the later ones are published', () => published.length === 9);
    expect(versions()).toEqual(oneTo(9));
  });

  it('keeps private facts to itself and goes on behind them', async () => {
    const counts: number[] = [];
    await record(1, 'Private');
    await record(2);
    start(createOutboxRelay(options({ onPublished: (count) => counts.push(count) })));

    await eventually('the other is published', () => published.length === 1);
    await eventually('the batch is reported', () => counts.length > 0);
    expect(versions()).toEqual([2]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('goes on at its checkpoint after a stop', async () => {
    await recordMany(1, 3);
    const stop = start(createOutboxRelay(options()));
    await eventually('the first are published', () => published.length === 3);
    await stop();
    await recordMany(4, 5);
    start(createOutboxRelay(options()));

    await eventually('the others are published', () => published.length === 5);
    expect(versions()).toEqual(oneTo(5));
  });

  it('repeats a batch when it dies between publishing and moving the checkpoint', async () => {
    await recordMany(1, 3);
    let crashes = 0;
    const crashing: EventLog = {
      ...eventLog,
      saveCheckpoint: async (follower, position) => {
        crashes += 1;
        if (crashes === 1) throw new Error('killed');
        await eventLog.saveCheckpoint(follower, position);
      },
    };
    start(createOutboxRelay(options({ eventLog: crashing })));

    await eventually('the batch is repeated', () => published.length === 6);
    await aWhile();
    expect(versions()).toEqual([...oneTo(3), ...oneTo(3)]);
    const ids = published.map(({ attributes }) => attributes.id);
    expect(ids.slice(3)).toEqual(ids.slice(0, 3));
  });

  it('never passes a transaction that is still running', async () => {
    const running = new Client({ connectionString: testDatabase.ownerUrl });
    await running.connect();
    await running.query('BEGIN');
    await running.query(
      `INSERT INTO event_sourcing.event_store
         (company_id, stream_id, stream_version, event_id, event_type, schema_version, data,
          metadata, occurred_at)
       VALUES ($1, 'transaction-2', 1, $2, 'TransactionPosted', 1, '{}',
               '{"actorId":"nino","correlationId":"late"}', now())`,
      [company(2), newUuid()],
    );
    await record(1);
    start(createOutboxRelay(options()));
    await aWhile();
    expect(published).toEqual([]);
    await running.query('COMMIT');
    await running.end();

    await eventually('both are published', () => published.length === 2);
    expect(published.map(({ attributes }) => attributes.companyId)).toEqual([
      company(2),
      company(1),
    ]);
  });

  it('holds later facts back while the transport refuses one, and says so once', async () => {
    let isAway = true;
    const transport = {
      publish: async (messages: readonly OutgoingMessage[]): Promise<void> => {
        if (isAway) throw new Error('the transport is away');
        published.push(...messages);
      },
    };
    await record(1);
    const relay = createOutboxRelay(options({ transport }));
    start(relay);
    await eventually('it has tried', () => logger.lines.length > 0);
    await aWhile();
    expect(relay.lagSeconds()).toBeGreaterThan(0);
    isAway = false;

    await eventually('the fact is published', () => published.length === 1);
    await eventually('the lag is gone', () => relay.lagSeconds() === 0);
    expect(logger.lines.map(({ text }) => text)).toEqual([
      'relay cannot publish; it keeps trying',
      'relay publishes again',
    ]);
  });

  it('goes on by itself after losing the database', async () => {
    await record(1);
    start(createOutboxRelay(options()));
    await eventually('the first is published', () => published.length === 1);
    const admin = new Client({ connectionString: testDatabaseAdminUrl() });
    await admin.connect();
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      new URL(testDatabase.ownerUrl).pathname.slice(1),
    ]);
    await admin.end();
    await eventually('the loss is noticed', () => logger.lines.length > 0);
    await eventually('a fact is recorded', () =>
      record(2).then(
        () => true,
        () => false,
      ),
    );

    await eventually('it is published', () => versions().includes(2));
  });

  it('lets one of two relays publish, and the other take over at once', async () => {
    const first = createOutboxRelay(options());
    const second = createOutboxRelay(options());
    await recordMany(1, 2);
    const stopFirst = start(first);
    await eventually('the first publishes', () => published.length === 2);
    start(second);
    await recordMany(3, 4);
    await eventually('the first goes on', () => published.length === 4);
    await aWhile();
    expect(versions()).toEqual(oneTo(4));
    await stopFirst();
    await recordMany(5, 6);

    await eventually('the second goes on', () => published.length === 6);
    expect(versions()).toEqual(oneTo(6));
    expect(first.lagSeconds()).toBe(0);
  });

  it('is woken by a notification', async () => {
    start(createOutboxRelay(options({ pollIntervalMs: 60_000 })));
    await aWhile();
    await record(1);
    const client = new Client({ connectionString: testDatabase.serviceUrl });
    await client.connect();
    // Rung until it is published: a transaction elsewhere on the server may hold the fact back, and
    // the next look without a bell is a minute away.
    await eventually('it is published', async () => {
      await client.query('NOTIFY facts');
      return published.length === 1;
    });
    await client.end();
  });

  it('finishes the batch in hand when stopped', async () => {
    const gate = new Gate();
    let isPublishing = false;
    const transport = {
      publish: async (messages: readonly OutgoingMessage[]): Promise<void> => {
        isPublishing = true;
        await gate.opened;
        published.push(...messages);
      },
    };
    await record(1);
    const stop = start(createOutboxRelay(options({ transport })));
    await eventually('it publishes', () => isPublishing);
    const stopped = stop();
    gate.open();
    await stopped;

    expect(published).toHaveLength(1);
    expect(await eventLog.loadCheckpoint('outbox-relay')).toBeDefined();
  });
});
