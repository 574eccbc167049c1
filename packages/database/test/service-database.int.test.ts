import { createServiceDatabase, type ServiceDatabase } from '@accounting/database';
import { adminUrl, dropDatabase, runOnce } from './fixtures';

const suffix = `${process.pid}-${Date.now()}`;

const create = (name: string): Promise<ServiceDatabase> =>
  createServiceDatabase({
    adminUrl: adminUrl(),
    name: `${name}-${suffix}`,
    passwords: { owner: `o'p@ss/1`, service: 's', background: 'b' },
  });

let ledger: ServiceDatabase;
let payroll: ServiceDatabase;

beforeAll(async () => {
  const databases = await Promise.all([create('ledger'), create('payroll'), create('ledger')]);
  [ledger, payroll] = databases;
});

afterAll(async () => {
  await dropDatabase(ledger);
  await dropDatabase(payroll);
});

const whoAmI = `SELECT current_user::text AS me, pg_has_role('accounting_service', 'USAGE') AS s,
                       pg_has_role('accounting_background', 'USAGE') AS b`;

it('gives a service three ways in, each with the rights of its group', async () => {
  const name = `ledger_${suffix.replaceAll('-', '_')}`;
  expect(await runOnce(ledger.ownerUrl, whoAmI)).toEqual([
    { me: `${name}_owner`, s: false, b: false },
  ]);
  expect(await runOnce(ledger.serviceUrl, whoAmI)).toEqual([
    { me: `${name}_service`, s: true, b: false },
  ]);
  expect(await runOnce(ledger.backgroundUrl, whoAmI)).toEqual([
    { me: `${name}_background`, s: false, b: true },
  ]);
});

it('may be repeated', async () => {
  expect(await create('ledger')).toEqual(ledger);
});

it('keeps the roles of one service out of the database of another', async () => {
  const trespass = new URL(ledger.serviceUrl);
  trespass.pathname = new URL(payroll.serviceUrl).pathname;
  await expect(runOnce(trespass.toString(), 'SELECT 1')).rejects.toThrow('permission denied');
});

it('lets only the owner create things', async () => {
  await runOnce(ledger.ownerUrl, 'CREATE TABLE mine ()');
  for (const url of [ledger.serviceUrl, ledger.backgroundUrl]) {
    await expect(runOnce(url, 'CREATE TABLE public.theirs ()')).rejects.toThrow(
      'permission denied',
    );
    await expect(runOnce(url, 'CREATE SCHEMA theirs')).rejects.toThrow('permission denied');
    await expect(runOnce(url, 'SELECT FROM mine')).rejects.toThrow('permission denied');
  }
});

it('refuses a name that cannot be a database', async () => {
  await expect(create('Ledger; DROP')).rejects.toThrow('can name a database');
});

it('is unavailable when the server does not answer', async () => {
  const attempt = createServiceDatabase({
    adminUrl: 'postgres://postgres@127.0.0.1:1/postgres',
    name: 'nowhere',
    passwords: { owner: 'o', service: 's', background: 'b' },
  });
  await expect(attempt).rejects.toMatchObject({ kind: 'unavailable' });
});
