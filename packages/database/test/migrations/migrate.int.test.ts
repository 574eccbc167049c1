import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { migrate, pendingMigrations, type MigrationSet } from '@accounting/database';
import {
  createDisposableDatabase,
  migrationSet,
  runOnce,
  type DisposableDatabase,
} from '../fixtures';

let database: DisposableDatabase;
let url: string;
let serviceUrl: string;

beforeEach(async () => {
  database = await createDisposableDatabase([]);
  url = database.ownerUrl;
  serviceUrl = database.serviceUrl;
});

afterEach(() => database.drop());

const createSets = (): readonly MigrationSet[] => [
  migrationSet('first', {
    '0001_list.sql': 'CREATE TABLE list (entry text)',
    '0002_one.sql': `INSERT INTO list VALUES ('one')`,
  }),
  migrationSet('second', { '0001_two.sql': `INSERT INTO list VALUES ('two')` }),
];

const add = (set: MigrationSet | undefined, file: string, sql: string): void =>
  writeFileSync(path.join(set?.folder ?? '', file), sql);

const entries = (): Promise<readonly unknown[]> => runOnce(url, 'SELECT entry FROM list');

it('applies the sets in their order and each set by number, once', async () => {
  const sets = createSets();
  expect(await migrate({ url, sets })).toEqual([
    { set: 'first', file: '0001_list.sql' },
    { set: 'first', file: '0002_one.sql' },
    { set: 'second', file: '0001_two.sql' },
  ]);
  expect(await migrate({ url, sets })).toEqual([]);
  expect(await entries()).toEqual([{ entry: 'one' }, { entry: 'two' }]);
});

it('applies each file once when many processes migrate at the same moment', async () => {
  const sets = createSets();
  const applied = await Promise.all(Array.from({ length: 8 }, () => migrate({ url, sets })));
  expect(applied.flat()).toHaveLength(3);
  expect(await entries()).toHaveLength(2);
});

it('tells the service role what is pending', async () => {
  const sets = createSets();
  await runOnce(url, 'DROP SCHEMA migration CASCADE');
  expect(await pendingMigrations({ url: serviceUrl, sets })).toHaveLength(3);
  await migrate({ url, sets });
  expect(await pendingMigrations({ url: serviceUrl, sets })).toEqual([]);
  add(sets[1], '0002_three.sql', 'SELECT 3');
  expect(await pendingMigrations({ url: serviceUrl, sets })).toEqual([
    { set: 'second', file: '0002_three.sql' },
  ]);
});

it('refuses an applied file that was edited, and applies nothing', async () => {
  const sets = createSets();
  await migrate({ url, sets });
  add(sets[0], '0002_one.sql', `INSERT INTO list VALUES ('another one')`);
  add(sets[1], '0002_three.sql', `INSERT INTO list VALUES ('three')`);
  const changed = {
    kind: 'failed_precondition',
    code: 'database.migration_changed',
    details: { set: 'first', file: '0002_one.sql' },
  };
  await expect(migrate({ url, sets })).rejects.toMatchObject(changed);
  await expect(pendingMigrations({ url, sets })).rejects.toMatchObject(changed);
  expect(await entries()).toHaveLength(2);
});

it('does not mind other line ends', async () => {
  const sets = createSets();
  add(sets[0], '0003_lines.sql', 'SELECT\n3;\n');
  await migrate({ url, sets });
  add(sets[0], '0003_lines.sql', 'SELECT\r\n3;\r\n');
  expect(await migrate({ url, sets })).toEqual([]);
});

it('refuses a number below one that was applied', async () => {
  const set = migrationSet('gap', { '0002_later.sql': 'SELECT 2' });
  await migrate({ url, sets: [set] });
  add(set, '0001_earlier.sql', 'SELECT 1');
  await expect(migrate({ url, sets: [set] })).rejects.toMatchObject({
    code: 'database.migration_out_of_order',
    details: { file: '0001_earlier.sql' },
  });
});

it('rolls a failing file back, keeps the ones before, and says which it was and why', async () => {
  const sets = createSets();
  add(sets[0], '0003_broken.sql', `INSERT INTO list VALUES ('gone'); SELECT * FROM nowhere;`);
  await expect(migrate({ url, sets })).rejects.toMatchObject({
    code: 'database.migration_failed',
    message: expect.stringMatching(/first\/0003_broken\.sql .*"nowhere" does not exist/) as string,
  });
  expect(await entries()).toEqual([{ entry: 'one' }]);
  add(sets[0], '0003_broken.sql', 'SELECT 3');
  expect(await migrate({ url, sets })).toHaveLength(2);
});

it('leaves alone what a newer version has applied', async () => {
  const sets = createSets();
  await migrate({ url, sets });
  expect(await migrate({ url, sets: sets.slice(0, 1) })).toEqual([]);
});

it.each([
  ['a name that is not NNNN_intent.sql', { '1_short.sql': '' }],
  ['a number used twice', { '0001_one.sql': '', '0001_uno.sql': '' }],
])('refuses %s', async (_name, files) => {
  const set = migrationSet('names', files);
  await expect(migrate({ url, sets: [set] })).rejects.toThrow('Invariant violated');
});

it('is unavailable when the server does not answer', async () => {
  const nowhere = 'postgres://nobody@127.0.0.1:1/none';
  await expect(migrate({ url: nowhere, sets: [] })).rejects.toMatchObject({ kind: 'unavailable' });
});
