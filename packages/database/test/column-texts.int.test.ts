import { plainArray, textArray, textLines } from '@accounting/database';
import { Client } from 'pg';
import { adminUrl } from './fixtures';

let client: Client;

beforeAll(async () => {
  client = new Client({ connectionString: adminUrl() });
  await client.connect();
});

afterAll(() => client.end());

/** What PostgreSQL understands by a parameter. */
const asked = async (sql: string, parameter: string | null): Promise<unknown> => {
  const { rows } = await client.query<{ answer: unknown }>(`SELECT ${sql} AS answer`, [parameter]);
  return rows[0]?.answer;
};

const difficult = ['', ' ', 'NULL', 'null', '{a,b}', '"', '\\', '\\"', "'", 'ქართული 😀', 'a\nb'];

it('brings any text across in an array', async () => {
  expect(await asked('$1::text[]', textArray(difficult))).toEqual(difficult);
});

it('keeps absent text apart from empty text and from the word NULL', async () => {
  const parameter = textArray(['', undefined, 'NULL']);
  expect(await asked('$1::text[]', parameter)).toEqual(['', null, 'NULL']);
});

it('sends nothing for a column in which no row has text', () => {
  expect(textArray([undefined, undefined])).toBeNull();
  expect(textArray([])).toBeNull();
});

it('brings identifiers, numbers and absent values across in an array', async () => {
  expect(await asked('$1::integer[]', plainArray([1, -2, null]))).toEqual([1, -2, null]);
  expect(await asked('$1::boolean[]', plainArray([true, false]))).toEqual([true, false]);
  expect(await asked('$1::integer[]', plainArray([]))).toEqual([]);
});

it('brings JSON of any text across in lines', async () => {
  const documents = difficult.map((text) => JSON.stringify({ text }));
  const divided = await asked(
    `(SELECT json_agg(line::json ->> 'text') FROM string_to_table($1, E'\\n') AS line)`,
    textLines(documents),
  );
  expect(divided).toEqual(difficult);
});
