import { Readable } from 'node:stream';
import type { ParsedRow } from '../../../src/application/imports/import-row';
import { readNdjson } from '../../../src/application/imports/ndjson-rows';
import type { TransactionInput } from '../../../src/domain/transaction/input';
import { collected } from './collected';

const keep = (value: unknown): ParsedRow => ({ input: value as TransactionInput });

const rowsOf = (...pieces: readonly (string | Buffer)[]) =>
  collected(readNdjson(Readable.from(pieces.map((piece) => Buffer.from(piece))), keep));

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

  it('are refused when one is longer than 8 MiB', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1024 * 1024, 'x');
      })(),
    );
    await expect(collected(readNdjson(endless, keep))).rejects.toMatchObject({
      code: 'accounting-core.import_line_too_long',
    });
  });
});
