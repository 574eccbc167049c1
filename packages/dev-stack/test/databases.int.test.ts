import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres, type PostgresServer } from '@accounting/postgres-server';
import { Client } from 'pg';
import { prepareMessageBus, prepareServiceDatabase } from '../src/databases';
import { loadSecrets } from '../src/secrets';
import { serviceFolder } from '../src/services';

const folder = mkdtempSync(path.join(tmpdir(), 'databases-'));
const secrets = loadSecrets(folder);
let server: PostgresServer;

// A server of its own: these databases have fixed names.
beforeAll(async () => {
  server = await startPostgres({ durable: false });
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const query = async (url: string, sql: string): Promise<readonly unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('the databases of the stack', () => {
  it('can be prepared again at every start, and keep their passwords', async () => {
    const first = await prepareMessageBus(server.adminUrl, secrets);
    const second = await prepareMessageBus(server.adminUrl, loadSecrets(folder));
    expect(second).toEqual(first);
    expect(await query(second.serviceUrl, 'SELECT current_user AS name')).toEqual([
      { name: 'message_bus_service' },
    ]);
  });

  it('say which migration was edited after it had been applied, and what to do', async () => {
    const migrations = path.join(serviceFolder('accounting-core'), 'migrations');
    const prepare = () =>
      prepareServiceDatabase(server.adminUrl, secrets, 'accounting-core', migrations);
    const { ownerUrl } = await prepare();
    await query(
      ownerUrl,
      `UPDATE migration.applied SET checksum = 'another'
        WHERE set_name = 'accounting-core' AND file LIKE '0001%'`,
    );
    await expect(prepare()).rejects.toThrow(
      /edited after it had been applied[^]*accounting-core\/0001_[^]*npm start -- --fresh/,
    );
  });

  it('pass on a failure that is no mistake of a migration', async () => {
    const nowhere = new URL(server.adminUrl);
    nowhere.port = '1';
    await expect(prepareMessageBus(nowhere.toString(), secrets)).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });
});
