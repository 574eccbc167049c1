import {
  createDatabase,
  databaseMigrations,
  type Database,
  type Transaction,
} from '@accounting/database';
import {
  createPostgresEventStore,
  eventStoreMigrations,
  type EventStore,
  type IdempotencyClaim,
  type InlineProjection,
  type StreamId,
} from '@accounting/event-store';
import { createTestDatabase, type TestDatabase } from '@accounting/testing';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aClaim, anAppend, anEvent, aUnit, newCompany, newStream } from './fixtures';

const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
writeFileSync(
  join(folder, '0001_projected.sql'),
  `CREATE TABLE projected (company_id uuid NOT NULL, stream_id text PRIMARY KEY);
   SELECT tenancy.protect('projected');
   GRANT SELECT, INSERT ON projected TO accounting_service;`,
);

let urls: TestDatabase;
let database: Database;
let store: EventStore<Transaction>;
/** The streams of each call of the projection. */
let calls: (readonly StreamId[])[];

/** Fails on a stream that it has seen before, as a read model with a key does. */
const projection: InlineProjection<Transaction> = async (transaction, events) => {
  calls.push(events.map(({ streamId }) => streamId));
  for (const { companyId, streamId } of events) {
    await transaction.query('INSERT INTO projected VALUES ($1, $2)', [companyId, streamId]);
  }
};

beforeAll(async () => {
  urls = await createTestDatabase({
    name: 'recorder',
    sets: [databaseMigrations, eventStoreMigrations, { name: 'projected', folder }],
  });
  database = createDatabase({ url: urls.serviceUrl, applicationName: 'service' });
});

afterAll(async () => {
  await database.close();
  await urls.drop();
});

const company = newCompany();

beforeEach(() => {
  calls = [];
  store = createPostgresEventStore({ database, inlineProjections: [projection] });
});

const projectedStreams = async (): Promise<readonly string[]> =>
  database.read(company, async (connection) => {
    const { rows } = await connection.query<{ stream_id: string }>(
      'SELECT stream_id FROM projected',
    );
    return rows.map(({ stream_id: streamId }) => streamId);
  });

const appendTo = (streamId: StreamId, idempotency?: IdempotencyClaim) =>
  aUnit(company, {
    appends: [anAppend(streamId, 0, anEvent())],
    ...(idempotency && { idempotency }),
  });

/** A unit that is refused although nothing stands in the way of its projection. */
const aRefused = async (streamId: StreamId) => {
  await store.commit(appendTo(newStream(), aClaim(streamId, '0')));
  return appendTo(streamId, aClaim(streamId, '1'));
};

it('keeps what was projected for a committed unit, and nothing of a refused one', async () => {
  const [first, refused, last] = [newStream(), newStream(), newStream()];
  const units = [appendTo(first), await aRefused(refused), appendTo(last)];
  const outcomes = await Promise.all(units.map((unit) => store.commit(unit)));
  expect(outcomes.map(({ status }) => status)).toEqual(['committed', 'key_reused', 'committed']);
  const projected = await projectedStreams();
  expect(projected).toEqual(expect.arrayContaining([first, last]));
  expect(projected).not.toContain(refused);
});

it('answers a repeated request with its first answer although its projection fails', async () => {
  const unit = appendTo(newStream(), aClaim('again'));
  await store.commit(unit);
  expect(await store.commit(unit)).toMatchObject({ status: 'replayed' });
});

it('fails a unit with its projection when nothing else is wrong with it', async () => {
  const streamId = newStream();
  await database.write([company], (transaction) =>
    transaction.query('INSERT INTO projected VALUES ($1, $2)', [company, streamId]),
  );
  await expect(store.commit(appendTo(streamId))).rejects.toThrow('duplicate key');
  expect(await store.readStream(company, streamId, 0)).toEqual([]);
});

it('projects ahead of the outcome until a unit is refused, and again after a commit', async () => {
  const unit = appendTo(newStream(), aClaim('storm'));
  await store.commit(unit);
  calls = [];
  await store.commit(unit);
  expect(calls).toHaveLength(1);
  await store.commit(unit);
  await store.commit(unit);
  expect(calls).toHaveLength(1);
  await store.commit(appendTo(newStream()));
  await store.commit(unit);
  expect(calls).toHaveLength(3);
});

it('projects of units together those that are committed', async () => {
  const [other, refused] = [newStream(), newStream()];
  const units = [appendTo(other), await aRefused(refused)];
  const seen: string[] = [];
  const outcomes = await store.commitTogether(units, async (_transaction, given) => {
    seen.push(...given.map(({ status }) => status));
  });
  expect(outcomes.map(({ status }) => status)).toEqual(['committed', 'key_reused']);
  expect(seen).toEqual(['committed', 'key_reused']);
  const projected = await projectedStreams();
  expect(projected).toContain(other);
  expect(projected).not.toContain(refused);
});
