import { createDatabase } from '@accounting/database';
import { createPostgresEventStore } from '@accounting/event-store';
import { newUuid, type ActorId, type CompanyId, type Instant } from '@accounting/kernel';
import { Client } from 'pg';
import { rebuildReadModels, type RebuildOptions, type RefillReadModels } from '../../src';
import { storedNotes } from '../fixtures/stored-notes';
import { stageStoredNotes, type StoredNotesStage } from '../fixtures/stored-notes-environment';

let stage: StoredNotesStage;
beforeAll(async () => {
  stage = await stageStoredNotes();
  await record(1_200);
});
afterAll(() => stage.drop());

const record = async (count: number): Promise<void> => {
  const url = stage.environment['DATABASE_URL'] ?? '';
  const database = createDatabase({ url, applicationName: 'test' });
  const eventStore = createPostgresEventStore({ database, inlineProjections: [] });
  const companyId = newUuid() as CompanyId;
  await Promise.all(
    Array.from({ length: count }, (_, number) =>
      eventStore.commit({
        companyId,
        appends: [
          {
            streamId: `note-${newUuid()}`,
            expectedVersion: 0,
            events: [
              {
                eventId: newUuid(),
                type: 'NoteStored',
                schemaVersion: 1,
                data: { number },
                occurredAt: '2026-11-22T08:00:00.000Z' as Instant,
                metadata: { actorId: 'nino' as ActorId, correlationId: 'test' },
              },
            ],
          },
        ],
      }),
    ),
  );
  await database.close();
};

/** Somebody at the database besides, as its owner. */
const connect = async (applicationName = 'somebody'): Promise<Client> => {
  const client = new Client({
    connectionString: stage.databaseUrl,
    application_name: applicationName,
  });
  await client.connect();
  return client;
};

/**
 * Rebuilds into memory; says what was reported, and which facts came. Patient, because tests in
 * other databases of the server have transactions open that hide facts for a moment.
 */
const rebuild = async ({
  environment = { OWNER_DATABASE_URL: stage.databaseUrl },
  patienceMs = 20_000,
}: Partial<Pick<RebuildOptions, 'environment' | 'patienceMs'>> = {}) => {
  const reported: string[] = [];
  const numbers: number[] = [];
  const refillReadModels: RefillReadModels = async (_transaction, facts) => {
    for await (const events of facts) {
      numbers.push(...events.map(({ data }) => (data as { number: number }).number));
    }
  };
  const report = (sentence: string): void => void reported.push(sentence);
  const options = { environment, report, patienceMs };
  const count = await rebuildReadModels({ ...storedNotes, refillReadModels }, options);
  return { reported, numbers, count };
};

describe('a rebuild of read models', () => {
  it('is given every fact once, and says how far it is', async () => {
    const { reported, numbers, count } = await rebuild();
    expect(count).toBe(1_200);
    expect(numbers.sort((one, other) => one - other)).toEqual(
      Array.from({ length: 1_200 }, (_, n) => n),
    );
    // What waits for other tests' transactions says so; whether one is open is chance.
    expect(reported.filter((sentence) => !sentence.startsWith('Waiting'))).toEqual([
      'Rebuilding the read models of stored-notes from 1200 facts.',
      '500 of 1200 facts (41 %).',
      '1000 of 1200 facts (83 %).',
      '1200 of 1200 facts (100 %).',
    ]);
  });

  it.each(['stored-notes', 'stored-notes background', 'stored-notes rebuild'])(
    'is refused while "%s" is connected',
    async (name) => {
      const running = await connect(name);
      await expect(rebuild()).rejects.toMatchObject({
        code: 'host.service_running',
        details: { connected: [name] },
      });
      await running.end();
    },
  );

  it('does not begin while somebody records facts', async () => {
    const other = await connect();
    await other.query('BEGIN; LOCK TABLE event_sourcing.event_store IN ROW EXCLUSIVE MODE');
    await expect(rebuild({ patienceMs: 300 })).rejects.toMatchObject({ kind: 'aborted' });
    await other.end();
  });

  it('lets nobody record facts before it has ended', async () => {
    const other = await connect();
    const refillReadModels: RefillReadModels = async () => {
      await other.query("BEGIN; SET LOCAL lock_timeout = '100ms'");
      const attempt = other.query('LOCK TABLE event_sourcing.event_store IN ROW EXCLUSIVE MODE');
      await expect(attempt).rejects.toThrow('lock timeout');
    };
    const environment = { OWNER_DATABASE_URL: stage.databaseUrl };
    const options = { environment, report: () => undefined };
    await rebuildReadModels({ ...storedNotes, refillReadModels }, options);
    await other.end();
  });

  it('is refused rather than incomplete while an open transaction hides facts', async () => {
    const other = await connect();
    await other.query('BEGIN');
    await other.query('SELECT pg_current_xact_id()');
    await record(3);
    const impatient = rebuild({ patienceMs: 300 });
    await expect(impatient).rejects.toMatchObject({ code: 'host.facts_hidden' });
    await other.query('ROLLBACK');
    await other.end();
    expect((await rebuild()).count).toBe(1_203);
  });

  it('needs the owner, and read models', async () => {
    await expect(rebuild({ environment: {} })).rejects.toThrow(/OWNER_DATABASE_URL is not set/);
    const options = { environment: {}, report: () => undefined };
    await expect(rebuildReadModels(storedNotes, options)).rejects.toMatchObject({
      code: 'host.no_read_models',
    });
  });
});
