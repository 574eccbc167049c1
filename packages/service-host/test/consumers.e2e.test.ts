import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Instant, newUuid, type ActorId, type CompanyId } from '@accounting/kernel';
import {
  createPostgresTransport,
  messageBusMigrations,
  type Transport,
} from '@accounting/messaging';
import {
  createTestDatabase,
  signedToken,
  tokenSettings,
  type TestDatabase,
} from '@accounting/testing';
import { pino } from 'pino';
import { serviceMigrations, startService, type RunningService } from '../src';
import { echoed, echoService } from './fixtures/echo-service';

const companyId = newUuid() as CompanyId;
const topic = 'stored-notes.note';

let database: TestDatabase;
let bus: TestDatabase;
let transport: Transport;
let service: RunningService;

const environment = () => ({
  ...tokenSettings,
  HTTP_PORT: '0',
  GRPC_PORT: '0',
  DATABASE_URL: database.serviceUrl,
  BACKGROUND_DATABASE_URL: database.backgroundUrl,
  MESSAGE_BUS_URL: bus.serviceUrl,
  LOG_LEVEL: 'silent',
});

beforeAll(async () => {
  database = await createTestDatabase({ name: 'echo', sets: serviceMigrations(echoService) });
  bus = await createTestDatabase({ name: 'echo-bus', sets: [messageBusMigrations] });
  transport = createPostgresTransport({
    ...{ url: bus.serviceUrl, applicationName: 'test', logger: pino({ level: 'silent' }) },
  });
  service = await startService(echoService, { environment: environment() });
});

afterAll(async () => {
  await service.stop();
  await transport.close();
  await Promise.all([database.drop(), bus.drop()]);
});

const note = (text: string) => ({
  topic,
  attributes: {
    id: newUuid(),
    type: 'notes.v1.NoteStored',
    source: '/stored-notes/note-1',
    time: Instant.ofDate(new Date()),
    companyId,
    streamVersion: 1,
    correlationId: 'test',
  },
  value: { text },
});

const eventually = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within 20 seconds: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

interface Letter {
  readonly deadLetterId: string;
  readonly state: string;
  readonly attempts: number;
  readonly reason: string;
  readonly settledBy?: string;
}

const ask = async (method: string, below = '', claims: object = {}) => {
  const permissions = ['admin:system'];
  const token = signedToken({ actorId: 'nino' as ActorId, companyId, permissions, ...claims });
  const response = await fetch(`${service.httpUrl}/api/v1/echo/dead-letters${below}`, {
    ...{ method, headers: { authorization: `Bearer ${token}` } },
  });
  return { status: response.status, body: await response.json() };
};

const list = async (query = ''): Promise<readonly Letter[]> =>
  ((await ask('GET', query)).body as { items: Letter[] }).items;

const run = (words: readonly string[], more: Record<string, string> = {}) => {
  const fixture = (name: string): string => path.join(__dirname, 'fixtures', name);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', fixture('run-typescript.cjs'), fixture('echo-main.ts'), ...words],
    { env: { PATH: process.env['PATH'], ...environment(), ...more }, encoding: 'utf8' },
  );
  return { status, output: stdout + stderr };
};

/** Has a message that nobody can read parked, and answers its dead letter. */
const parkOne = async (): Promise<Letter> => {
  const known = (await list()).length;
  await transport.publishRaw([{ topic, key: companyId, headers: { ce_id: '1' }, value: 'no' }]);
  await eventually('it is parked', async () => (await list()).length > known);
  return (await list()).at(-1) as Letter;
};

describe('a service that consumes facts', () => {
  it('handles what others publish', async () => {
    await transport.publish([note('a'), note('b')]);
    await eventually('both are heard', () => echoed.length === 2);
    expect(echoed).toEqual(['a', 'b']);
  });

  it('shows its company what it could not handle, has it done again, and discards it', async () => {
    const { deadLetterId } = await parkOne();
    expect(await ask('GET', `/${deadLetterId}`)).toMatchObject({
      status: 200,
      body: { state: 'open', value: 'no', headers: { ce_id: '1' } },
    });
    expect((await ask('POST', `/${deadLetterId}/replay`)).status).toBe(202);
    await eventually('it failed again', async () => (await list())[0]?.attempts === 2);
    expect((await list())[0]?.reason).toContain('Nobody can read it');
    expect(await ask('POST', `/${deadLetterId}/discard`)).toMatchObject({
      status: 200,
      body: { state: 'discarded', settledBy: 'nino' },
    });
    expect(await list()).toEqual([]);
    expect(await list('?includeSettled=true')).toHaveLength(1);
    expect((await ask('POST', `/${deadLetterId}/replay`)).status).toBe(422);
  });

  it('shows it to nobody else', async () => {
    const { deadLetterId } = await parkOne();
    const others = { companyId: newUuid() as CompanyId };
    expect((await ask('GET', `/${deadLetterId}`, others)).status).toBe(404);
    expect((await ask('POST', `/${deadLetterId}/discard`, others)).status).toBe(404);
    expect((await ask('GET', '', { permissions: ['notes:read'] })).status).toBe(403);
    expect((await ask('GET', '/no-uuid')).status).toBe(400);
  });

  it('tells how much waits', async () => {
    const metrics = async (): Promise<string> => (await fetch(`${service.httpUrl}/metrics`)).text();
    await eventually('it is measured', async () =>
      /consumer_dead_letters\{consumer="echo",service="echo"\} [1-9]/.test(await metrics()),
    );
    expect(await metrics()).toMatch(/consumer_lag_events\{consumer="echo",service="echo"\} \d/);
  });

  it('lets an operator list, show, replay and discard from the command line', async () => {
    const { deadLetterId } = await parkOne();
    expect(run(['dead-letters', 'list']).output).toContain(deadLetterId);
    expect(run(['dead-letters', 'show', deadLetterId]).output).toContain('ce_specversion');
    expect(run(['dead-letters', 'replay', deadLetterId])).toMatchObject({
      status: 64,
      output: expect.stringContaining('--by NAME') as string,
    });
    expect(run(['dead-letters', 'replay', deadLetterId, '--by', 'sandro']).status).toBe(0);
    await eventually('it was tried again', async () =>
      (await list()).some((one) => one.deadLetterId === deadLetterId && one.attempts === 2),
    );
    expect(run(['dead-letters', 'discard', deadLetterId, '--by', 'sandro']).status).toBe(0);
    expect(run(['dead-letters', 'list', '--all']).output).toContain('discarded');
    expect(run(['dead-letters', 'bury']).status).toBe(64);
  });

  it('handles facts again from a point in time on, once it is stopped', async () => {
    const owner = { OWNER_DATABASE_URL: database.ownerUrl };
    const since = Instant.ofDate(new Date());
    await transport.publish([note('late')]);
    await eventually('it is heard', () => echoed.includes('late'));
    expect(run(['replay-facts', 'echo', since], owner)).toMatchObject({
      status: 1,
      output: expect.stringContaining('Stop every replica') as string,
    });
    await service.stop();
    expect(run(['replay-facts', 'nobody', since], owner).status).toBe(1);
    expect(run(['replay-facts', 'echo', 'yesterday'], owner).status).toBe(64);
    expect(run(['replay-facts', 'echo', since], owner).status).toBe(0);
    echoed.splice(0);
    service = await startService(echoService, { environment: environment() });

    await eventually('it is heard again', () => echoed.length > 0);
    expect(echoed).toEqual(['late']);
  });
});
