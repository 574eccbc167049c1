import { Readable } from 'node:stream';
import { readCsv } from '../../../src/application/imports/csv-rows';
import type { ParsedRow } from '../../../src/application/imports/import-row';
import type { TransactionInput } from '../../../src/domain/transaction/input';
import { collected } from './collected';

const keep = (value: unknown): ParsedRow => ({ input: value as TransactionInput });

const rowsOf = (...pieces: readonly string[]) =>
  collected(readCsv(Readable.from(pieces.map((piece) => Buffer.from(piece))), keep));

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
    const rows = await collected(readCsv(Readable.from(pieces), keep));
    expect(rows[0]?.parsed).toMatchObject({ input: { description: 'ლარი' } });
  });

  it('are refused when one transaction is longer than 8 MiB', async () => {
    const line = `1,2026-11-22,${'x'.repeat(10_000)},1110,1.00,\n`;
    const endless = Readable.from(
      (function* () {
        yield Buffer.from(header);
        for (;;) yield Buffer.from(line);
      })(),
    );
    await expect(collected(readCsv(endless, keep))).rejects.toMatchObject({
      code: 'accounting-core.import_transaction_too_long',
      details: { line: 2 },
    });
  });

  it('are refused when one line is longer than 64 KiB', async () => {
    await expect(
      rowsOf(`${header}1,2026-11-22,${'x'.repeat(70_000)},1,1,\n`),
    ).rejects.toMatchObject({ code: 'accounting-core.import_csv_invalid' });
  });

  it('fail as the stream does when its sender goes away', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from(header);
        throw new Error('connection reset');
      })(),
    );
    await expect(collected(readCsv(broken, keep))).rejects.toThrow('connection reset');
  });
});
