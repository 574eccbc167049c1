import { databaseMigrations } from '@accounting/database';
import { DomainError } from '@accounting/kernel';
import { createPostgresTransport, type IncomingMessage } from '@accounting/messaging';
import { createTestDatabase } from '@accounting/testing';
import { pino } from 'pino';
import { ConfigurationError, startService, type RunningService } from '../src';
import { stageStoredNotes, type StoredNotesStage } from './fixtures/stored-notes-environment';
import { storedNotes } from './fixtures/stored-notes';
import { testEnvironment, writingHeaders } from './fixtures/start-notes';

const lines: string[] = [];
const overrides = { logStream: { write: (line: string) => void lines.push(line) } };

let stage: StoredNotesStage;
let service: RunningService;

beforeAll(async () => {
  stage = await stageStoredNotes();
  service = await startService(storedNotes, { environment: stage.environment, overrides });
});
afterAll(async () => {
  await service.stop();
  await stage.drop();
});

const store = (text: string, key: string, url = service.httpUrl): Promise<Response> =>
  fetch(`${url}/api/v1/notes`, {
    method: 'POST',
    headers: writingHeaders(key),
    body: JSON.stringify({ text }),
  });

const eventually = async (isTrue: () => boolean | Promise<boolean>): Promise<void> => {
  for (let attempt = 0; attempt < 250; attempt += 1) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It never happened.');
};

describe('a started service', () => {
  it('is ready, with its database and the message bus up', async () => {
    const response = await fetch(`${service.httpUrl}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      dependencies: { database: { state: 'up' }, messageBus: { state: 'up' } },
    });
  });

  it('records through its event store, once for a key', async () => {
    expect(await (await store('a', 'once-1')).json()).toEqual({ status: 'committed' });
    const again = await store('a', 'once-1');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await (await store('b', 'once-1')).json()).toEqual({ status: 'key_reused' });
  });

  it('relays what it records to the message bus', async () => {
    const received: IncomingMessage[] = [];
    const transport = createPostgresTransport({
      url: stage.messageBusUrl,
      applicationName: 'test',
      logger: pino({ level: 'silent' }),
    });
    await transport.subscribe({
      group: 'test',
      topics: ['stored-notes.note'],
      deliver: async (messages) => void received.push(...messages),
      refuse: async ({ reason }) => {
        throw new Error(reason);
      },
    });
    await store('relayed', 'relay-1');
    await eventually(() =>
      received.some(({ value }) => (value as { text: string }).text === 'relayed'),
    );
    await transport.close();
    const metrics = await (await fetch(`${service.httpUrl}/metrics`)).text();
    expect(metrics).toMatch(/outbox_lag_seconds\{service="stored-notes"\} \d/);
  });
});

describe('a start', () => {
  const starting = (environment: Record<string, string | undefined>) =>
    startService(storedNotes, { environment: { ...stage.environment, ...environment }, overrides });

  it('is refused with every mistake of the configuration', async () => {
    await expect(starting({ HTTP_PORT: 'x', AUTH_JWKS: undefined })).rejects.toThrow(
      ConfigurationError,
    );
  });

  it('is refused while migrations are pending, which are named', async () => {
    const behind = await createTestDatabase({ name: 'behind', sets: [databaseMigrations] });
    const pending = starting({
      DATABASE_URL: behind.serviceUrl,
      BACKGROUND_DATABASE_URL: behind.backgroundUrl,
    });
    await expect(pending).rejects.toThrow(/stored-notes\/0001_nothing\.sql/);
    await expect(pending).rejects.toMatchObject({ code: 'host.migrations_pending' });
    await behind.drop();
  });

  it('is refused when the database does not answer', async () => {
    const { DATABASE_URL } = testEnvironment;
    const error: unknown = await starting({ DATABASE_URL }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DomainError);
    expect((error as DomainError).kind).toBe('unavailable');
  });

  it('is refused when its port is taken, and leaves nothing behind', async () => {
    const { port } = new URL(service.httpUrl);
    await expect(starting({ HTTP_PORT: port })).rejects.toMatchObject({
      code: 'host.port_taken',
      details: { setting: 'HTTP_PORT', port: Number(port) },
    });
    const taken = service.grpcAddress.split(':').at(-1) ?? '';
    await expect(starting({ GRPC_PORT: taken })).rejects.toMatchObject({
      code: 'host.port_taken',
      details: { setting: 'GRPC_PORT', port: Number(taken) },
    });
    const next = await starting({});
    expect(await next.stop()).toEqual([]);
  });

  it('that cannot listen for another reason fails with that reason', async () => {
    // An address for documentation, which no machine has.
    const HTTP_HOST = '192.0.2.1';
    await expect(starting({ HTTP_HOST })).rejects.toThrow('EADDRNOTAVAIL');
  });

  it('does not need the message bus: what is recorded waits for it', async () => {
    const { MESSAGE_BUS_URL } = testEnvironment;
    const cutOff = await starting({ MESSAGE_BUS_URL });
    expect((await store('waits', 'waits-1', cutOff.httpUrl)).status).toBe(200);
    const health = await (await fetch(`${cutOff.httpUrl}/health`)).json();
    expect(health).toMatchObject({ ready: true, dependencies: { messageBus: { state: 'down' } } });
    expect(await cutOff.stop()).toEqual([]);
  });
});

describe('a stop', () => {
  it('does not hang on a job that does not end, and names it', async () => {
    const stuck = await startService(storedNotes, {
      environment: { ...stage.environment, JOB: 'stuck', STOP_STEP_TIMEOUT_MS: '100' },
      overrides,
    });
    expect(await stuck.stop()).toEqual(['stopping the job stuck']);
    expect(lines.join('')).toContain('stopping the job stuck did not finish within 100 ms');
  });
});
