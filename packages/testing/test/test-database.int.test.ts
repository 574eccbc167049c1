import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@accounting/testing';
import { Client } from 'pg';

const folder = mkdtempSync(path.join(tmpdir(), 'test-database-'));
const options = { name: 'testing', sets: [{ name: 'example', folder }] };
const databases: TestDatabase[] = [];

const create = async (): Promise<TestDatabase> => {
  const database = await createTestDatabase(options);
  databases.push(database);
  return database;
};

const query = async (url: string, sql: string): Promise<readonly unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

beforeAll(() => {
  writeFileSync(
    path.join(folder, '0001_note.sql'),
    'CREATE TABLE note (text text); GRANT SELECT ON note TO accounting_service;',
  );
});

afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
  rmSync(folder, { recursive: true });
});

describe('a test database', () => {
  it('is migrated and belongs to its test alone, when many are asked for at once', async () => {
    const [first, second] = await Promise.all([create(), create(), create(), create()]);
    await query(first.ownerUrl, `INSERT INTO note VALUES ('only here')`);
    expect(await query(first.serviceUrl, 'SELECT text FROM note')).toEqual([{ text: 'only here' }]);
    expect(await query(second.serviceUrl, 'SELECT text FROM note')).toEqual([]);
  });

  it('grants the service no more than the real one does', async () => {
    const { serviceUrl } = await create();
    await expect(query(serviceUrl, `INSERT INTO note VALUES ('x')`)).rejects.toThrow(
      'permission denied for table note',
    );
    await expect(query(serviceUrl, 'CREATE TEMP TABLE scratch ()')).rejects.toThrow(
      'permission denied to create temporary tables',
    );
  });

  it('is gone once dropped, whoever is still connected', async () => {
    const database = await create();
    const lingering = new Client({ connectionString: database.serviceUrl });
    const cut = new Promise((resolve) => lingering.on('error', resolve));
    await lingering.connect();
    await database.drop();
    await cut;
    await expect(query(database.serviceUrl, 'SELECT 1')).rejects.toThrow('does not exist');
  });
});
