import { Readable } from 'node:stream';
import type { ParsedRow } from '../../../src/application/imports/import-row';
import { readNdjson } from '../../../src/application/imports/ndjson-rows';
import type { TransactionInput } from '../../../src/domain/transaction/input';
import { collected } from './collected';

const keep = (value: unknown): ParsedRow => ({ input: value as TransactionInput });

const rowsOf = async (...pieces: readonly (string | Buffer)[]) => {
  const bytes = Readable.from(pieces.map((piece) => Buffer.from(piece)));
  return (await collected(readNdjson(bytes, keep))).flat();
};

describe('rows of NDJSON', () => {
  it('are the lines that are not blank, by their place in the file', async () => {
    const rows = await rowsOf('1\n\n2\r\n \n"3"');
    expect(rows).toEqual([
      { line: 1, source: '1', parsed: { input: 1 } },
      { line: 3, source: '2', parsed: { input: 2 } },
      { line: 5, source: '"3"', parsed: { input: '3' } },
    ]);
  });

  it('may be cut anywhere between two pieces, within a letter too', async () => {
    const bytes = Buffer.from('"ლარი"\n"თეთრი"\n');
    const pieces = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
    expect((await rowsOf(...pieces)).map(({ parsed }) => parsed)).toEqual([
      { input: 'ლარი' },
      { input: 'თეთრი' },
    ]);
  });

  it('that are no JSON say where they break', async () => {
    const [row] = await rowsOf('{"a":\n');
    expect(row?.parsed).toMatchObject({
      errors: [{ field: '', code: 'accounting-core.import_row_not_json' }],
    });
  });

  it.each([
    ['a field is named twice', '{"entries":[{"debit":"1","debit":"2"}]}', 'entries[0].debit'],
    ['"__proto__" is named', '{"__proto__":{"description":"sale"}}', '__proto__'],
  ])('are refused when %s, and the others are not', async (_reason, line, field) => {
    const parsed = (await rowsOf(`1\n${line}\n2\n`)).map((row) => row.parsed);
    const code = 'accounting-core.import_row_ambiguous';
    expect(parsed).toMatchObject([{ input: 1 }, { errors: [{ field, code }] }, { input: 2 }]);
  });

  it('are refused when they are nested too deeply', async () => {
    const [row] = await rowsOf('['.repeat(65) + ']'.repeat(65));
    expect(row?.parsed).toMatchObject({
      errors: [{ field: '', code: 'accounting-core.import_row_too_deep' }],
    });
  });

  it('are refused when they have too many names or values, and the others are not', async () => {
    const names = Array.from({ length: 200_000 }, (_, index) => `"${index}":1`).join();
    const rows = await rowsOf(`1\n{"a":{${names}}}\n[${'1,'.repeat(250_000)}1]\n2\n`);
    expect(rows.map(({ parsed }) => parsed)).toMatchObject([
      { input: 1 },
      { errors: [{ field: 'a', code: 'accounting-core.import_row_too_many_names' }] },
      { errors: [{ field: '', code: 'accounting-core.import_row_too_many_values' }] },
      { input: 2 },
    ]);
  });

  it.each([
    ['a letter that is none', [0x22, 0xff, 0x22]],
    ['half a letter at its end', [0x22, 0xe1, 0x83]],
  ])('are refused when they are not UTF-8: %s; the others are not', async (_what, bytes) => {
    const rows = await rowsOf('1\n', Buffer.from(bytes), '\n2\n', Buffer.from(bytes));
    const refused = { errors: [{ field: '', code: 'accounting-core.import_not_utf8' }] };
    expect(rows.map(({ line, parsed }) => ({ line, parsed }))).toMatchObject([
      { line: 1, parsed: { input: 1 } },
      { line: 2, parsed: refused },
      { line: 3, parsed: { input: 2 } },
      { line: 4, parsed: refused },
    ]);
  });

  it('may begin with a byte order mark, which is none elsewhere', async () => {
    const [first, second] = await rowsOf('\uFEFF1\n', '\uFEFF2\n');
    expect(first).toEqual({ line: 1, source: '1', parsed: { input: 1 } });
    expect(second?.parsed).toHaveProperty('errors');
  });

  const longest = 8 * 1024 * 1024;

  it.each([
    ['in one piece', (line: string) => [line]],
    ['in many', (line: string) => line.match(/[^]{1,65536}/g) ?? []],
  ])('are refused when one is longer than 8 MiB, %s; the others are not', async (_, cut) => {
    const rows = await rowsOf(...cut(`1\n"${'x'.repeat(longest)}"\n2\n`));
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(rows[1]?.source.length).toBeLessThan(100);
    expect(rows[1]?.parsed).toMatchObject({
      errors: [{ field: '', code: 'accounting-core.import_line_too_long' }],
    });
    expect(rows[2]?.parsed).toEqual({ input: 2 });
  });

  it('are told apart by the hash also when they are too long', async () => {
    const sourceOf = async (letter: string) =>
      (await rowsOf('x'.repeat(longest), letter, '\n'))[0]?.source;
    expect(await sourceOf('a')).toBe(await sourceOf('a'));
    expect(await sourceOf('a')).not.toBe(await sourceOf('b'));
  });

  it('may be 8 MiB long', async () => {
    const [row] = await rowsOf(`"${'x'.repeat(longest - 2)}"\n`);
    expect(row?.parsed).toHaveProperty('input');
  });
});
