import { Readable } from 'node:stream';
import { readCsv } from '../../../src/application/imports/csv-rows';
import type { ParsedRow } from '../../../src/application/imports/import-row';
import type { TransactionInput } from '../../../src/domain/transaction/input';
import { collected } from './collected';

const keep = (value: unknown): ParsedRow => ({ input: value as TransactionInput });

const rowsOf = async (...pieces: readonly (string | Buffer)[]) => {
  const bytes = Readable.from(pieces.map((piece) => Buffer.from(piece)));
  return (await collected(await readCsv(bytes, keep))).flat();
};

const header = 'transaction,transactionDate,description,accountCode,debit,credit\n';

describe('rows of CSV', () => {
  it('are transactions: lines that follow each other with one name', async () => {
    const rows = await rowsOf(
      `${header}1,2026-11-22,first,1110,1.00,\n1,,,6110,,1.00\n2,2026-11-22,second,1110,2.00,\n`,
      '1,2026-11-22,third,1110,3.00,\n',
    );
    expect(rows.map(({ line, parsed }) => ({ line, parsed }))).toEqual([
      {
        line: 2,
        parsed: {
          input: {
            transactionDate: '2026-11-22',
            description: 'first',
            entries: [
              { accountCode: '1110', debit: '1.00' },
              { accountCode: '6110', credit: '1.00' },
            ],
          },
        },
      },
      { line: 4, parsed: expect.objectContaining({}) as unknown },
      { line: 5, parsed: expect.objectContaining({}) as unknown },
    ]);
  });

  it('may have columns in any order, with blanks around and a mark at the beginning', async () => {
    const [row] = await rowsOf(
      '\uFEFF description ,transactionDate, transaction\r\n გაყიდვა , 2026-11-22 ,1\r\n',
    );
    expect(row?.parsed).toEqual({
      input: { transactionDate: '2026-11-22', description: 'გაყიდვა', entries: [{}] },
    });
  });

  it('may break letters apart between two pieces', async () => {
    const bytes = Buffer.from(`${header}1,2026-11-22,ლარი,1110,1.00,\n`);
    const pieces = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
    const rows = await rowsOf(...pieces);
    expect(rows[0]?.parsed).toMatchObject({ input: { description: 'ლარი' } });
  });

  it('may have line breaks, commas and doubled quotes in a quoted cell', async () => {
    const rows = await rowsOf(
      `${header}1,2026-11-22, "one, ""two""\n\n three " ,1110,1.00,\n2,2026-11-22,x,1,,\n`,
    );
    expect(rows.map(({ line }) => line)).toEqual([2, 5]);
    expect(rows[0]?.parsed).toMatchObject({ input: { description: 'one, "two"\n\n three ' } });
  });

  it('are none in a file without lines, or with a header only', async () => {
    expect(await rowsOf()).toEqual([]);
    expect(await rowsOf(header)).toEqual([]);
  });

  it('fail as the stream does when its sender goes away', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from(header);
        throw new Error('connection reset');
      })(),
    );
    const rows = await readCsv(broken, keep);
    await expect(collected(rows)).rejects.toThrow('connection reset');
  });
});

const first = (name: string): string => `${name},2026-11-22,x,1110,1.00,\n`;
const second = (name: string): string => `${name},,,6110,,1.00\n`;
const good = (name: string): string => first(name) + second(name);

/** Line and mistakes of each row; a good one has none. */
const mistakesOf = async (...pieces: readonly (string | Buffer)[]) =>
  (await rowsOf(...pieces)).map(({ line, parsed }) => [
    line,
    'errors' in parsed ? parsed.errors.map((mistake) => [mistake.line, mistake.code]) : [],
  ]);

describe('a line of CSV that cannot be read', () => {
  const code = (reason: string): string => `accounting-core.import_${reason}`;

  it.each([
    ['too few cells', '2,2026-11-22\n', 'csv_cells_miscounted'],
    ['too many cells', '2,2026-11-22,x,1110,1.00,,,\n', 'csv_cells_miscounted'],
    ['a quote within a cell', '2,2026-11-22,5" pipe,1110,1.00,\n', 'csv_quote_misplaced'],
    ['text after a quoted cell', '2,2026-11-22,"x" y,1110,1.00,\n', 'csv_quote_misplaced'],
    ['more than 64 KiB', `2,,${'x'.repeat(70_000)},1,1,\n`, 'csv_record_too_long'],
    ['a long quoted cell', `2,,"${'x\n'.repeat(40_000)}",1,1,\n`, 'csv_record_too_long'],
    ['bytes that are not UTF-8', Buffer.from('2,,\u00ea\u00ae,1,1,\n', 'latin1'), 'not_utf8'],
  ] as const)('for %s is a row of its own, and reading goes on', async (_, bad, reason) => {
    const [before, row, after] = await mistakesOf(header + good('1'), bad, good('3'));
    expect([before, row]).toEqual([
      [2, []],
      [4, [[4, code(reason)]]],
    ]);
    expect(after?.[1]).toEqual([]);
  });

  it('makes the transaction bad to which it belongs', async () => {
    const bad = '1,,,6110,,1.00,,\n';
    expect(await mistakesOf(header + first('1') + bad + second('1') + good('2'))).toEqual([
      [2, [[3, code('csv_cells_miscounted')]]],
      [5, []],
    ]);
  });

  it('makes the transaction before it bad when nobody can say where it belongs', async () => {
    expect(await mistakesOf(`${header}${good('1')}"1" x,,,6110,,1\n${good('2')}`)).toEqual([
      [2, [[4, code('csv_quote_misplaced')]]],
      [5, []],
    ]);
    const long = `2,,${'x'.repeat(9 * 1024 * 1024)},1,1,\n`;
    expect(await mistakesOf(`${header}${good('1')}${long}${good('2')}`)).toEqual([
      [2, [[4, code('csv_record_too_long')]]],
      [5, []],
    ]);
    const elsewhere = 'description,transaction,transactionDate\n';
    expect(await mistakesOf(`${elsewhere}x,1,2026-11-22\n2,2026-11-22\nx,3,2026-11-22\n`)).toEqual([
      [2, [[3, code('csv_cells_miscounted')]]],
      [4, []],
    ]);
  });

  it('is the last one when its quote is not closed', async () => {
    const rows = await rowsOf(`${header}${good('1')}2,"2026-11-22\n${good('3')}`);
    expect(rows.map(({ line, isCutShort }) => [line, isCutShort])).toEqual([
      [2, undefined],
      [4, true],
    ]);
    expect(rows[1]?.parsed).toMatchObject({ errors: [{ line: 4, code: code('csv_quote_open') }] });
  });

  it('counts for the hash, so that another file is told from this one', async () => {
    const sourcesOf = async (bad: string) => (await rowsOf(header + bad)).map((row) => row.source);
    for (const [one, other] of [
      ['2,a\n', '2,b\n'],
      ['2,a"a\n', '2,a"b\n'],
      [`2,${'x'.repeat(70_000)}\n`, `2,${'x'.repeat(70_000)}y\n`],
    ] as const) {
      expect(await sourcesOf(one)).not.toEqual(await sourcesOf(other));
      expect(await sourcesOf(one)).toEqual(await sourcesOf(one));
    }
  });
});

describe('a transaction of CSV', () => {
  it('is bad when it is longer than 8 MiB, and reading goes on', async () => {
    const line = `1,2026-11-22,${'x'.repeat(10_000)},1110,1.00,\n`;
    const rows = await rowsOf(header, line.repeat(1_000), good('2'));
    expect(rows.map(({ line: begin }) => begin)).toEqual([2, 1_002]);
    expect(rows[0]?.source.length).toBeLessThan(100);
    expect(rows[0]?.parsed).toMatchObject({
      errors: [{ code: 'accounting-core.import_transaction_too_long' }],
    });
    expect(rows[1]?.parsed).toHaveProperty('input');
  });

  it.each([
    ['transactionDate', '1,2026-11-23,,6110,,1.00\n'],
    ['description', '1,,y,6110,,1.00\n'],
  ])('is bad when a later line has another %s', async (field, later) => {
    const [row] = await rowsOf(header + first('1') + second('1') + later);
    expect(row?.parsed).toMatchObject({
      errors: [{ line: 4, field, code: 'accounting-core.import_csv_column_differs' }],
    });
  });

  it('is good when later lines repeat what the first says', async () => {
    expect(await mistakesOf(header + first('1') + first('1'))).toEqual([[2, []]]);
  });

  it('is reported with its first hundred mistakes', async () => {
    const [row] = await mistakesOf(header + '1,x\n'.repeat(150));
    expect(row?.[1]).toHaveLength(100);
  });
});

describe('the header of a CSV', () => {
  it.each([
    ['is there twice', `${header.trimEnd()},debit\n`, { repeated: ['debit'] }],
    ['is unknown', `${header.trimEnd()},remark\n`, { unknown: ['remark'] }],
    ['is missing', 'transaction,description\n', { missing: ['transactionDate'] }],
  ])('is refused when a column %s', async (_, text, details) => {
    await expect(rowsOf(text)).rejects.toMatchObject({
      code: 'accounting-core.import_csv_invalid',
      details,
    });
  });

  it.each([
    ['has a quote that is not closed', '"transaction\n', 'csv_invalid'],
    ['is not UTF-8', Buffer.from('transaction,\u00ea\n', 'latin1'), 'not_utf8'],
  ])('is refused when it %s', async (_, text, reason) => {
    await expect(rowsOf(text)).rejects.toMatchObject({ code: `accounting-core.import_${reason}` });
  });
});
