import type { TestDatabase } from '@accounting/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { createLedgerDatabase } from '../infrastructure/ledger-fixture';

/** Prisma's names for the types that the models use. */
const typeNames: Readonly<Record<string, string>> = {
  uuid: 'String @db.Uuid',
  text: 'String',
  boolean: 'Boolean',
  integer: 'Int',
  jsonb: 'Json',
  date: 'DateTime @db.Date',
  'timestamp with time zone': 'DateTime @db.Timestamptz',
  'numeric(19,2)': 'Decimal @db.Decimal(19, 2)',
  'numeric(18,10)': 'Decimal @db.Decimal(18, 10)',
};

interface Shape {
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The tables that the schema describes, by name. */
const parseSchema = (schema: string): ReadonlyMap<string, Shape> => {
  const models = [...schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)];
  return new Map(
    models.map(([, body = '']) => {
      const lines = body.split('\n').map((line) => line.trim().replace(/ +/g, ' '));
      const fields = lines.filter((line) => /^\w/.test(line)).map(parseField);
      const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '';
      const compound = /@@id\(\[(.*?)\]\)/.exec(body)?.[1]?.split(', ');
      const single = fields.filter(({ isKey }) => isKey).map(({ column }) => column);
      return [
        table,
        {
          columns: fields.map(({ text }) => text).sort(),
          key: (compound?.map(snakeCase) ?? single).sort(),
        },
      ];
    }),
  );
};

const parseField = (line: string): { column: string; text: string; isKey: boolean } => {
  const [, name = '', type = '', optional = '', attributes = ''] =
    /^(\w+) (\w+)(\?)?(.*)$/.exec(line) ?? [];
  const column = /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? name;
  const native = / @db\.\w+(\(.*?\))?/.exec(attributes)?.[0] ?? '';
  return {
    column,
    text: `${column} ${type}${native}${optional}`,
    isKey: / @id\b/.test(attributes),
  };
};

let test: TestDatabase;
let client: Client;
let models: ReadonlyMap<string, Shape>;

beforeAll(async () => {
  test = await createLedgerDatabase();
  client = new Client({ connectionString: test.ownerUrl });
  await client.connect();
  models = parseSchema(await readFile(join(__dirname, '../../prisma/schema.prisma'), 'utf8'));
});

afterAll(async () => {
  await client.end();
  await test.drop();
});

const readTable = async (table: string): Promise<Shape> => {
  const columns = await client.query<{ name: string; type: string; optional: boolean }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS optional
     FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [`ledger.${table}`],
  );
  const key = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_index
     JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
     WHERE indrelid = $1::regclass AND indisprimary`,
    [`ledger.${table}`],
  );
  return {
    columns: columns.rows
      .map(({ name, type, optional }) => `${name} ${typeNames[type] ?? type}${optional ? '?' : ''}`)
      .sort(),
    key: key.rows.map(({ name }) => name).sort(),
  };
};

describe('every Prisma model', () => {
  it('is read by this test', () => {
    expect([...models.keys()]).toEqual([
      'accounts',
      'fiscal_periods',
      'fiscal_years',
      'exchange_rates',
      'ledger_settings',
    ]);
  });

  it('has the columns, types and key of its table', async () => {
    for (const [table, shape] of models) {
      expect({ table, ...shape }).toEqual({ table, ...(await readTable(table)) });
    }
  });
});
