import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres, type PostgresServer } from '@accounting/postgres-server';
import { Client } from 'pg';

const folders: string[] = [];
const started: PostgresServer[] = [];

const newFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'postgres-server-test-'));
  folders.push(folder);
  return folder;
};

const start = async (options: Parameters<typeof startPostgres>[0]): Promise<PostgresServer> => {
  const server = await startPostgres(options);
  started.push(server);
  return server;
};

const query = async (server: PostgresServer, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: server.adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('a PostgreSQL server', () => {
  it('is version 18, sorts by code point and takes the settings given', async () => {
    const server = await start({ durable: true, settings: { work_mem: '5MB' } });
    expect(
      await query(
        server,
        `SELECT current_setting('server_version_num')::int / 10000 AS version,
                current_setting('work_mem') AS memory, current_setting('fsync') AS fsync,
                'ჰ' > 'Z' AS georgian_follows_latin`,
      ),
    ).toEqual([{ version: 18, memory: '5MB', fsync: 'on', georgian_follows_latin: true }]);
  });

  it('keeps its data and its password between starts', async () => {
    const dataFolder = newFolder();
    const first = await start({ dataFolder, durable: true });
    await query(first, 'CREATE TABLE kept AS SELECT 1 AS number');
    await first.stop();
    const second = await start({ dataFolder, durable: true, port: first.port });
    expect(second.adminUrl).toBe(first.adminUrl);
    expect(await query(second, 'SELECT number FROM kept')).toEqual([{ number: 1 }]);
  });

  it('recovers what was committed when it is killed, even when started again at once', async () => {
    const dataFolder = newFolder();
    const first = await start({ dataFolder, durable: true });
    await query(first, 'CREATE TABLE kept AS SELECT 1 AS number');
    const busy = query(first, 'SELECT pg_sleep(60)').catch(() => 'cut off');
    await first.kill();
    const second = await start({ dataFolder, durable: true });
    expect(await query(second, 'SELECT number FROM kept')).toEqual([{ number: 1 }]);
    expect(await busy).toBe('cut off');
  });

  it('lets nobody in without the password', async () => {
    const server = await start({ durable: false });
    const url = new URL(server.adminUrl);
    url.password = 'guessed';
    await expect(query({ ...server, adminUrl: url.toString() }, 'SELECT 1')).rejects.toThrow(
      'password authentication failed',
    );
  });

  it.each([
    ['stops', (server: PostgresServer) => server.stop()],
    ['is killed', (server: PostgresServer) => server.kill()],
  ])('removes its temporary folder when it %s', async (_, end) => {
    const server = await start({ durable: false });
    const [row] = await query(server, 'SHOW data_directory');
    const folder = path.dirname(String(row?.['data_directory']));
    expect(path.dirname(folder)).toBe(tmpdir());
    expect(existsSync(folder)).toBe(true);
    await end(server);
    expect(existsSync(folder)).toBe(false);
    await expect(server.ended).resolves.toBeUndefined();
  });

  it('runs below a folder that only its owner may enter, and when that is opened', async () => {
    const parent = newFolder();
    const dataFolder = path.join(parent, 'deep', 'data');
    for (const mode of [0o700, 0o755, 0o700]) {
      chmodSync(parent, mode);
      const server = await start({ dataFolder, durable: false });
      await query(server, 'CREATE TABLE IF NOT EXISTS kept (number integer)');
      await server.stop();
    }
  });

  it('says in its own words why it does not start', async () => {
    await expect(
      startPostgres({ durable: false, settings: { work_mem: 'plenty' } }),
    ).rejects.toThrow(/PostgreSQL did not start[^]*work_mem/);
  });
});
