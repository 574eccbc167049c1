import { testDatabaseAdminUrl } from '@accounting/testing';
import { Client } from 'pg';

it('gives every test file with a real dependency the PostgreSQL 18 of the run', async () => {
  const client = new Client({ connectionString: testDatabaseAdminUrl() });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  await client.end();
  expect(rows[0]?.server_version).toMatch(/^18\./);
});
