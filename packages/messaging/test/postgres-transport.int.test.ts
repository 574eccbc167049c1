import { createServer, type AddressInfo } from 'node:net';
import { toEventHeaders } from '@accounting/contracts';
import { createTestDatabase, testDatabaseAdminUrl, type TestDatabase } from '@accounting/testing';
import { Client } from 'pg';
import {
  createPostgresTransport,
  messageBusMigrations,
  type IncomingMessage,
  type Transport,
} from '../src';
import {
  Gate,
  aWhile,
  company,
  eventually,
  message,
  messagesOf,
  recordingLogger,
} from './fixtures';
import { oneByOne } from './transport-contract/subject';

const settings = {
  batchCountMax: 10,
  concurrencyMax: 4,
  prefetchCountMax: 64,
  pollIntervalMs: 100,
  saveIntervalMs: 20,
  rebalanceIntervalMs: 100,
  retry: { delayMsMin: 5, delayMsMax: 50 },
};
const topic = 'accounting-core.transaction';

describe('Postgres transport', () => {
  let database: TestDatabase;
  let transport: Transport;
  let owner: Client;
  let logger: ReturnType<typeof recordingLogger>;

  const open = (url = database.serviceUrl): Transport =>
    createPostgresTransport({ url, applicationName: 'transport-under-test', logger, settings });

  const subscribe = (handle: (one: IncomingMessage) => Promise<void>) =>
    transport.subscribe({ group: 'reporting', topics: [topic], ...oneByOne(handle) });

  const endSessions = async (): Promise<void> => {
    const admin = new Client({ connectionString: testDatabaseAdminUrl() });
    await admin.connect();
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = $1 AND application_name = 'transport-under-test'`,
      [new URL(database.serviceUrl).pathname.slice(1)],
    );
    await admin.end();
  };

  beforeEach(async () => {
    database = await createTestDatabase({ name: 'message-bus', sets: [messageBusMigrations] });
    logger = recordingLogger();
    transport = open();
    owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
  });

  afterEach(async () => {
    await transport.close();
    await owner.end();
    await database.drop();
  });

  it('finds messages that it was not told of', async () => {
    const handled: IncomingMessage[] = [];
    await subscribe(async (one) => void handled.push(one));
    await transport.publish([message()]);
    await eventually('the first arrives', () => handled.length === 1);
    await owner.query(
      `INSERT INTO messaging.messages (topic, slot, company_id, headers, value)
       SELECT topic, slot, company_id, headers, value FROM messaging.messages`,
    );

    await eventually('the copy arrives', () => handled.length === 2);
  });

  it('skips nothing of a publisher that commits late', async () => {
    const handled: number[] = [];
    await subscribe(async ({ attributes }) => void handled.push(attributes.streamVersion));
    await owner.query('BEGIN');
    const late = message({ streamVersion: 1 });
    await owner.query('SELECT messaging.publish($1, $2, $3, $4)', [
      ...[[topic], [company(1)]],
      ...[[JSON.stringify(toEventHeaders(late.attributes))], ['{}']],
    ]);
    const second = transport.publish([message({ streamVersion: 2 })]);
    await aWhile();
    expect(handled).toEqual([]);
    await owner.query('COMMIT');
    await second;

    await eventually('both arrive', () => handled.length === 2);
    expect(handled).toEqual([1, 2]);
  });

  it('is not held up by a transaction that runs elsewhere', async () => {
    const handled: IncomingMessage[] = [];
    await owner.query('BEGIN');
    await owner.query('SELECT pg_current_xact_id()');
    await subscribe(async (one) => void handled.push(one));
    await transport.publish([message()]);

    await eventually('it arrives', () => handled.length === 1);
    await owner.query('ROLLBACK');
  });

  it('goes on by itself after losing the database, and says so once', async () => {
    const handled = new Set<number>();
    await subscribe(async ({ attributes }) => void handled.add(attributes.streamVersion));
    await transport.publish(messagesOf(company(1), 3));
    await eventually('they are handled', () => handled.size === 3);
    await endSessions();
    await eventually('the loss is noticed', () => logger.lines.length > 0);
    // The connection that it takes from the pool may be one that is ending: then it is said so.
    const again = message({ streamVersion: 4 });
    await transport.publish([again]).catch(() => transport.publish([again]));

    await eventually('new ones are handled', () => handled.size === 4);
    expect(logger.lines.map(({ text }) => text)).toEqual([
      'subscription lost its transport',
      'subscription works again',
    ]);
  });

  it('delivers again what it could not note as handled', async () => {
    const gate = new Gate();
    const delivered: number[] = [];
    await subscribe(async ({ attributes }) => {
      delivered.push(attributes.streamVersion);
      await gate.opened;
    });
    await transport.publish([message()]);
    await eventually('it is in hand', () => delivered.length === 1);
    await endSessions();
    await aWhile();
    // Nobody else may have it while the handler still works on it.
    expect(delivered).toEqual([1]);
    gate.open();

    await eventually('it is delivered again', () => delivered.length === 2);
  });

  it('refuses to publish while the database is away, and to more than 1,000 at once', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const broken = open(`postgres://nobody:nothing@127.0.0.1:${String(port)}/nowhere`);

    await expect(broken.publish([message()])).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(broken.publish(messagesOf(company(1), 1_001))).rejects.toThrow('1,000');
    await broken.close();
    server.close();
  });

  it('stops a subscription that never reached the database', async () => {
    const nowhere = open('postgres://nobody:nothing@127.0.0.1:1/nowhere');
    const subscription = await nowhere.subscribe({
      ...{ group: 'reporting', topics: [topic] },
      ...oneByOne(async () => undefined),
    });
    await eventually('it has tried', () => logger.lines.length > 0);

    await expect(subscription.stop()).resolves.toBeUndefined();
    await aWhile();
    expect(logger.lines).toHaveLength(1);
    await nowhere.close();
  });

  describe('removing expired messages', () => {
    const remaining = async (): Promise<number> =>
      (await owner.query('SELECT FROM messaging.messages')).rowCount ?? 0;
    /** Opens a transport that does nothing but removing, and waits for it to have looked. */
    const remove = async (): Promise<void> => {
      const removing = createPostgresTransport({
        ...{ url: database.serviceUrl, applicationName: 'retention', logger },
        ...{ retentionDays: 7, retentionIntervalMs: 10 },
      });
      await aWhile();
      await removing.close();
    };
    const age = (): Promise<unknown> =>
      owner.query(`UPDATE messaging.messages SET published_at = now() - interval '8 days'`);

    it('keeps what some group has not handled', async () => {
      const waiting = new Gate();
      const subscription = await subscribe(async () => waiting.opened);
      await transport.publish(messagesOf(company(1), 3));
      await age();
      await remove();

      expect(await remaining()).toBe(3);
      waiting.open();
      await subscription.stop();
    });

    it('says so when it cannot, and tries again', async () => {
      await owner.query('REVOKE DELETE ON messaging.messages FROM accounting_service');
      await remove();
      expect(logger.lines.map(({ text }) => text)).toContain('expired messages were not removed');
      expect(logger.lines.length).toBeGreaterThan(1);
    });

    it('removes what is old and handled by all, and nothing young', async () => {
      let handled = 0;
      const subscription = await subscribe(async () => void (handled += 1));
      await transport.publish(messagesOf(company(1), 3));
      await eventually('all are handled', () => handled === 3);
      await age();
      await transport.publish([message({ streamVersion: 4 })]);
      await eventually('the young one is handled', () => handled === 4);
      await subscription.stop();
      await remove();

      expect(await remaining()).toBe(1);
      expect(logger.lines).toContainEqual({
        level: 'info',
        text: 'removed expired messages',
        facts: { messages: 3, retentionDays: 7 },
      });
    });
  });
});
