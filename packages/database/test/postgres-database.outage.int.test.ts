import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDatabase, type Database } from '@accounting/database';
import { startPostgres, type PostgresServer } from '@accounting/postgres-server';
import { alpha } from './fixtures';

const dataFolder = mkdtempSync(path.join(tmpdir(), 'outage-'));
let server: PostgresServer;
let database: Database;
const lost: Error[] = [];

const start = (port?: number): Promise<PostgresServer> =>
  startPostgres({ dataFolder, durable: false, ...(port === undefined ? {} : { port }) });

beforeAll(async () => {
  server = await start();
  database = createDatabase({
    url: server.adminUrl,
    applicationName: 'outage-test',
    connectTimeoutMs: 1_000,
    onConnectionLost: (error) => lost.push(error),
  });
});

afterAll(async () => {
  await database.close();
  await server.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** Rejections that take longer than this count as a hang. */
const hangMs = 2_000;

const within = async <Result>(promise: Promise<Result>): Promise<Result> => {
  const started = performance.now();
  try {
    return await promise;
  } finally {
    expect(performance.now() - started).toBeLessThan(hangMs);
  }
};

const unavailable = { kind: 'unavailable', code: 'database.unavailable' };

it('fails fast while PostgreSQL is stopped and recovers by itself when it returns', async () => {
  await Promise.all([database.ping(), database.ping()]);
  await server.stop();
  await within(expect(database.ping()).rejects.toMatchObject(unavailable));
  await within(expect(database.write([alpha], async () => 1)).rejects.toMatchObject(unavailable));
  expect(lost).not.toEqual([]);
  server = await start(server.port);
  await expect(database.ping()).resolves.toBeUndefined();
});

it('survives losing a connection between two statements of a transaction', async () => {
  const write = database.write([alpha], async (transaction) => {
    await transaction.query('SELECT 1');
    await server.kill();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await transaction.query('SELECT 2');
  });
  await within(expect(write).rejects.toMatchObject(unavailable));
  server = await start(server.port);
  await expect(database.ping()).resolves.toBeUndefined();
});

it('reports a statement that was cut off as unavailable', async () => {
  const read = database.read(alpha, (connection) => connection.query('SELECT pg_sleep(4)'));
  const outcome = expect(read).rejects.toMatchObject(unavailable);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await server.stop();
  await within(outcome);
  server = await start(server.port);
});
