import {
  bigintColumn,
  booleanColumn,
  dateColumn,
  instantColumn,
  integerColumn,
  jsonColumn,
  numericColumn,
  textColumn,
  uuidColumn,
  type Column,
} from '@accounting/database';
import { newUuid } from '@accounting/kernel';
import { Client } from 'pg';
import { adminUrl } from './fixtures';

let client: Client;

beforeAll(async () => {
  client = new Client({ connectionString: adminUrl() });
  await client.connect();
});

afterAll(() => client.end());

/** The elements that PostgreSQL understands, as text. */
const understood = async (type: string, column: Column): Promise<unknown> => {
  const { rows } = await client.query<{ elements: unknown }>(
    `SELECT $1::${type}[]::text[] AS elements`,
    [column],
  );
  return rows[0]?.elements;
};

const difficult = ['', ' ', 'NULL', 'null', '{a,b}', '"', '\\', '\\"', "'", 'ქართული 😀', 'a\nb'];

it('brings any text across', async () => {
  expect(await understood('text', textColumn(difficult))).toEqual(difficult);
});

it('brings JSON of any text across as it was written', async () => {
  const documents = difficult.map((text) => JSON.stringify({ text, 'in order': ['b', 'a'] }));
  expect(await understood('json', jsonColumn(documents))).toEqual(documents);
});

it('brings identifiers across', async () => {
  const uuids = ['00000000-0000-0000-0000-000000000000', newUuid(), newUuid().toUpperCase()];
  expect(await understood('uuid', uuidColumn(uuids))).toEqual(
    uuids.map((uuid) => uuid.toLowerCase()),
  );
});

it('brings whole numbers across to the limits of their types', async () => {
  const integers = [0, 1, -1, 2_147_483_647, -2_147_483_648];
  expect(await understood('integer', integerColumn(integers))).toEqual(integers.map(String));
  const bigints = [0, -1, 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
  expect(await understood('bigint', bigintColumn(bigints))).toEqual(bigints.map(String));
});

it('refuses a number that the type does not hold', () => {
  expect(() => integerColumn([2_147_483_648])).toThrow(/out of range/);
  expect(() => integerColumn([Number.NaN])).toThrow('is a whole number');
  expect(() => integerColumn([1.5])).toThrow('is a whole number');
  expect(() => bigintColumn([0.5])).toThrow('held exactly');
  expect(() => bigintColumn([2 ** 60])).toThrow('held exactly');
});

it('brings decimals across digit for digit', async () => {
  const decimals = ['0.00', '-0.01', '99999999999999999.99', '2.6543210000'];
  expect(await understood('numeric', numericColumn(decimals))).toEqual(decimals);
});

it('brings truth values across', async () => {
  expect(await understood('boolean', booleanColumn([true, false]))).toEqual(['true', 'false']);
});

it('brings days across, of any century', async () => {
  const days = ['0001-01-01', '1999-12-31', '2000-01-01', '2024-02-29', '2026-11-22', '9999-12-31'];
  expect(await understood('date', dateColumn(days))).toEqual(days);
});

it('brings instants across to the millisecond, of any century', async () => {
  const instants = [
    '0001-01-01T00:00:00.001Z',
    '1999-12-31T23:59:59.999Z',
    '2026-11-22T10:15:30.123Z',
    '9999-12-31T23:59:59.999Z',
  ];
  await client.query(`SET timezone = 'UTC'`);
  expect(await understood('timestamptz', instantColumn(instants))).toEqual(
    instants.map((instant) => instant.replace('T', ' ').replace(/0*Z$/, '+00')),
  );
});

it('refuses text that is not of the type', () => {
  expect(() => dateColumn(['today'])).toThrow('"today" is a day');
  expect(() => dateColumn(['2026-11-22T10:00:00Z'])).toThrow('is a day');
  expect(() => instantColumn(['now'])).toThrow(/cannot be converted to a BigInt/);
});

it.each([
  'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa',
  'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaaa',
  'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaag',
  'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaქ',
  '',
])('refuses "%s" as an identifier', (text) => {
  expect(() => uuidColumn([text])).toThrow('is a UUID');
});

it('keeps absent values apart from empty text and from the word NULL', async () => {
  const column = textColumn(['', undefined, 'NULL', 'NULL', undefined]);
  expect(await understood('text', column)).toEqual(['', null, 'NULL', 'NULL', null]);
  const uuid = newUuid();
  expect(await understood('uuid', uuidColumn([undefined, uuid]))).toEqual([null, uuid]);
});

it('repeats a value that the rows before have', async () => {
  const texts = ['same', 'same', 'other', 'same', undefined, 'same', 'same'];
  expect(await understood('text', textColumn(texts))).toEqual(texts.map((text) => text ?? null));
});

it('sends nothing for a column in which no row has a value', () => {
  expect(textColumn([undefined, undefined])).toBeNull();
  expect(uuidColumn([])).toBeNull();
});
