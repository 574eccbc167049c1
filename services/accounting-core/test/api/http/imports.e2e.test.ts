import type { ImportBatchView } from '../../../src/application/import-use-cases';
import type { Page, TransactionSummary, TransactionView } from '../../../src/application/ports';
import {
  accountOf,
  balanceOf,
  booksOf,
  chart,
  footprintOf,
  newCompany,
  pair,
  post,
  today,
} from './bookkeeping';
import { accepted, refused, type Caller } from './caller';
import { failedImport, importFile, ndjsonLine, saleOf, salesOf } from './import-files';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.stop());

const transactionsOf = async (
  caller: Caller,
  batchId: string,
): Promise<readonly TransactionSummary[]> =>
  (
    await accepted(
      caller.get<Page<TransactionSummary>>(`/transactions?importBatchId=${batchId}&limit=1000`),
    )
  ).items;

const manyFields = (count: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 1]));

/** Two good rows, and one for every way to be bad. */
const mixedRows: readonly (readonly [row: string, code?: string, field?: string])[] = [
  [saleOf('1.00')],
  ['{"transactionDate":\n', 'accounting-core.import_row_not_json', ''],
  ['\n'],
  [
    saleOf('1.00').replace('"debit":', '"debit":"9.00","debit":'),
    'accounting-core.import_row_ambiguous',
    'entries[0].debit',
  ],
  [
    ndjsonLine({ entries: pair('0000', chart.sales, '1.00') }),
    'accounting-core.account_unknown',
    'entries[0].accountCode',
  ],
  [
    ndjsonLine({
      entries: [
        { accountCode: chart.cash, debit: '1.01' },
        { accountCode: chart.sales, credit: '1.00' },
      ],
    }),
    'accounting-core.transaction_unbalanced',
    'entries',
  ],
  [ndjsonLine({ remark: 'x' }), 'host.field_unknown', 'remark'],
  [saleOf('1e3'), 'accounting-core.amount_invalid', 'entries[0].debit'],
  [
    ndjsonLine({ transactionDate: '2026-02-30' }),
    'accounting-core.transaction_date_invalid',
    'transactionDate',
  ],
  ['[]\n', 'host.field_type', ''],
  [ndjsonLine(manyFields(200_000)), 'accounting-core.import_row_too_many_names', ''],
  [saleOf('2.00').trimEnd()],
];

const mixedFile = mixedRows.map(([row]) => row).join('');

const expectedErrors = mixedRows.flatMap(([, code, field], index) =>
  code === undefined ? [] : [{ line: index + 1, code, field }],
);

const firstErrorOfEachLine = ({ errors }: ImportBatchView) =>
  errors
    .filter(({ line }, index) => errors[index - 1]?.line !== line)
    .map(({ line, code, field }) => ({ line, code, field }));

describe('an import of all rows or none', () => {
  it('posts every row of a good file, under the name of its batch', async () => {
    const company = await newCompany(ledger);
    const imported = await importFile(company, { batchId: 'good' }, salesOf(3));
    expect(imported).toMatchObject({
      status: 200,
      body: {
        batchId: 'good',
        mode: 'all_or_nothing',
        format: 'ndjson',
        status: 'completed',
        received: 3,
        posted: 3,
        rejected: 0,
        requestedBy: 'nino',
        errors: [],
      },
    });
    expect(await transactionsOf(company, 'good')).toHaveLength(3);
    expect(await booksOf(company)).toEqual({ [chart.cash]: '3.00', [chart.sales]: '3.00' });
  });

  it('reports each bad row with its line and reason, and leaves nothing behind', async () => {
    const company = await newCompany(ledger);
    const before = await footprintOf(ledger, company);
    const body = await failedImport(company, { batchId: 'mixed' }, mixedFile);
    expect(body).toMatchObject({ status: 'failed', posted: 0, rejected: 9, received: 11 });
    expect(firstErrorOfEachLine(body)).toEqual(expectedErrors);
    expect(body.errors.every(({ message }) => message.length > 10)).toBe(true);
    expect(await footprintOf(ledger, company)).toEqual({ ...before, imports: '1' });
    const { companyId } = company;
    const { rows } = await ledger.owner.read(companyId, (connection) =>
      connection.query('SELECT FROM ledger.import_chunks WHERE company_id = $1', [companyId]),
    );
    expect(rows).toEqual([]);
  });

  it('completes a file without rows', async () => {
    const company = await newCompany(ledger);
    const { body } = await importFile(company, { batchId: 'empty' }, '\n\n');
    expect(body).toMatchObject({ status: 'completed', received: 0, posted: 0 });
  });

  it('keeps the first thousand errors and counts all', async () => {
    const company = await newCompany(ledger);
    const body = await failedImport(company, { batchId: 'wrong' }, '[]\n'.repeat(1_500));
    expect(body).toMatchObject({ status: 'failed', rejected: 1_500 });
    expect(body.errors).toHaveLength(1_000);
  });

  it.each([
    ['a null character outside of text', 'a\u0000b\n'],
    ['a null character in the name of a field', '{"a\\u0000b":1}\n'],
    ['half a surrogate pair in the name of a field', '{"a\\ud800b":1}\n'],
    ['a field whose name is very long', `{"${'x'.repeat(100_000)}":1}\n`],
    ['an account code with a null character', ndjsonLine({ entries: pair('1\u0000', '2', '1') })],
  ])('reports a row with %s as any other', async (_, file) => {
    const company = await newCompany(ledger);
    const body = await failedImport(company, { batchId: 'odd' }, file);
    expect(body).toMatchObject({ status: 'failed', rejected: 1 });
  });

  it('uses recorded rates for foreign currencies', async () => {
    const company = await newCompany(ledger);
    const usd = ndjsonLine({
      entries: pair(chart.foreignBank, chart.sales, '10.00', { currency: 'USD' }),
    });
    const without = await failedImport(company, { batchId: 'no-rate' }, usd);
    expect(without.errors).toMatchObject([
      { line: 1, code: 'accounting-core.exchange_rate_unknown' },
      { line: 1 },
    ]);
    await accepted(company.put(`/exchange-rates/USD/${today}`, { rate: '2.7' }));
    const { body } = await importFile(company, { batchId: 'rate' }, usd);
    expect(body.status).toBe('completed');
    expect((await balanceOf(company, chart.foreignBank)).balanceGel).toBe('27.00');
  });
});

describe('an import that skips bad rows', () => {
  it('posts the good ones and reports the others', async () => {
    const company = await newCompany(ledger);
    const request = { batchId: 'mixed', mode: 'skip_bad_rows' } as const;
    const { body } = await importFile(company, request, mixedFile);
    expect(body).toMatchObject({ status: 'completed', posted: 2, rejected: 9, received: 11 });
    expect(firstErrorOfEachLine(body)).toEqual(expectedErrors);
    expect((await balanceOf(company, chart.cash)).balanceGel).toBe('3.00');
  });

  it('completes a file without a good row', async () => {
    const company = await newCompany(ledger);
    const request = { batchId: 'bad', mode: 'skip_bad_rows' } as const;
    const { body } = await importFile(company, request, '[]\n[]\n');
    expect(body).toMatchObject({ status: 'completed', posted: 0, rejected: 2 });
    expect(await transactionsOf(company, 'bad')).toEqual([]);
  });
});

describe('an import of several chunks', () => {
  it.each(
    [2_001, 2_500, 4_201].flatMap((count) => [
      { count, mode: 'all_or_nothing' as const },
      { count, mode: 'skip_bad_rows' as const },
    ]),
  )('posts $count rows with $mode', async ({ count, mode }) => {
    const company = await newCompany(ledger);
    const { body } = await importFile(company, { batchId: 'long', mode }, salesOf(count));
    expect(body).toMatchObject({ status: 'completed', posted: count, lastLine: count });
    expect((await balanceOf(company, chart.cash)).balanceGel).toBe(`${count}.00`);
  });
});

describe('an import of CSV', () => {
  const header =
    'transaction,transactionDate,description,documentReference,accountCode,debit,credit,' +
    'counterpartyTin,entryDescription\r\n';
  const sale = (number: string, amount: string, text: string): string =>
    `${number},${today},${text},INV-${number},${chart.cash},${amount},,` +
    `200000001,"ნაღდი, ""სალარო"""\r\n` +
    `${number},,,,${chart.sales},,${amount},,\r\n`;

  it('makes one transaction of the lines that follow each other under one name', async () => {
    const company = await newCompany(ledger);
    const text = '"გაყიდვა, ""ნოემბერი""\nმეორე სტრიქონი"';
    const file = `\uFEFF${header}${sale('1', '10.00', text)}${sale('2', '5.50', 'შპს „მზე“')}`;
    const request = { batchId: 'csv', format: 'csv' } as const;
    const { body } = await importFile(company, request, file);
    expect(body).toMatchObject({ status: 'completed', format: 'csv', received: 2, posted: 2 });
    const found = await Promise.all(
      (await transactionsOf(company, 'csv')).map(({ transactionId }) =>
        accepted(company.get<TransactionView>(`/transactions/${transactionId}`)),
      ),
    );
    found.sort((one, other) => (one.totalGel < other.totalGel ? -1 : 1));
    expect(found.map(({ description }) => description)).toEqual([
      'გაყიდვა, "ნოემბერი"\nმეორე სტრიქონი',
      'შპს „მზე“',
    ]);
    expect(found[0]?.entries[0]).toMatchObject({
      accountCode: chart.cash,
      description: 'ნაღდი, "სალარო"',
      counterpartyTin: '200000001',
    });
  });

  it.each(['all_or_nothing', 'skip_bad_rows'] as const)(
    'with %s names the line where a bad transaction begins',
    async (mode) => {
      const company = await newCompany(ledger);
      const unbalanced = sale('2', '5.00', 'x').replace(',,5.00', ',,5.01');
      const file = `${header}${sale('1', '1.00', 'x')}${unbalanced}${sale('3', '2.00', 'x')}`;
      const request = { batchId: 'csv', format: 'csv', mode } as const;
      const body =
        mode === 'skip_bad_rows'
          ? await accepted(importFile(company, request, file))
          : await failedImport(company, request, file);
      expect(body.errors).toMatchObject([
        { line: 4, code: 'accounting-core.transaction_unbalanced' },
      ]);
      expect((await booksOf(company))[chart.cash]).toBe(
        mode === 'skip_bad_rows' ? '3.00' : undefined,
      );
    },
  );

  it.each([
    ['an unknown column', `${header.trimEnd()},remark\r\n`, { unknown: ['remark'] }],
    ['a missing column', 'transaction,description\r\n', { missing: ['transactionDate'] }],
    ['a column that is there twice', `${header.trimEnd()},debit\r\n`, { repeated: ['debit'] }],
  ])('is refused for %s', async (_, file, details) => {
    const company = await newCompany(ledger);
    const request = { batchId: 'csv', format: 'csv' } as const;
    const problem = await refused(importFile(company, request, file));
    expect(problem).toMatchObject({ status: 400, code: 'accounting-core.import_csv_invalid' });
    expect(problem.details).toMatchObject(details);
    expect(await footprintOf(ledger, company)).toMatchObject({ transactions: '0', imports: '0' });
  });

  it.each([
    ['of other length', `2,${today}\r\n`, 'csv_cells_miscounted'],
    ['with a quote in a cell', `2,${today},5" pipe,,,,,,\r\n`, 'csv_quote_misplaced'],
  ])('reports a line %s, and posts the others or none', async (_, bad, reason) => {
    const company = await newCompany(ledger);
    const file = `${header}${sale('1', '1.00', 'x')}${bad}${sale('3', '2.00', 'x')}`;
    const errors = [{ line: 4, field: '', code: `accounting-core.import_${reason}` }];
    const whole = await failedImport(company, { batchId: 'whole', format: 'csv' }, file);
    expect(whole).toMatchObject({ received: 3, posted: 0, rejected: 1, errors });
    const request = { batchId: 'part', format: 'csv', mode: 'skip_bad_rows' } as const;
    const part = await accepted(importFile(company, request, file));
    expect(part).toMatchObject({ status: 'completed', posted: 2, rejected: 1, errors });
    expect((await booksOf(company))[chart.cash]).toBe('3.00');
  });

  it('fails at a quote that is not closed, and says what was posted before', async () => {
    const company = await newCompany(ledger);
    const file = `${header}${sale('1', '1.00', 'x')}2,"${today}\r\n3,${today}\r\n`;
    const whole = await failedImport(company, { batchId: 'whole', format: 'csv' }, file);
    expect(whole).toMatchObject({ posted: 0, rejected: 1 });
    const request = { batchId: 'part', format: 'csv', mode: 'skip_bad_rows' } as const;
    const part = await failedImport(company, request, file);
    expect(part).toMatchObject({
      posted: 1,
      rejected: 1,
      errors: [{ line: 4, code: 'accounting-core.import_csv_quote_open' }],
    });
    expect(await failedImport(company, request, file)).toEqual(part);
    expect((await booksOf(company))[chart.cash]).toBe('1.00');
  });
});

describe('a batch', () => {
  it.each(['all_or_nothing', 'skip_bad_rows'] as const)(
    'of %s that is sent again is answered again and repeats nothing',
    async (mode) => {
      const company = await newCompany(ledger);
      const first = await importFile(company, { batchId: 'again', mode }, salesOf(2));
      const second = await importFile(company, { batchId: 'again', mode }, salesOf(2));
      expect(second.body).toEqual(first.body);
      expect((await balanceOf(company, chart.cash)).balanceGel).toBe('2.00');
    },
  );

  it.each([
    ['longer', salesOf(3)],
    ['shorter', salesOf(1)],
    ['changed', salesOf(1) + saleOf('1.01')],
  ])('takes no file that is %s under its name', async (_, file) => {
    const company = await newCompany(ledger);
    await accepted(importFile(company, { batchId: 'one' }, salesOf(2)));
    expect(await refused(importFile(company, { batchId: 'one' }, file))).toMatchObject({
      status: 400,
      code: 'accounting-core.import_content_changed',
    });
    expect((await balanceOf(company, chart.cash)).balanceGel).toBe('2.00');
  });

  it('keeps its mode and format', async () => {
    const company = await newCompany(ledger);
    await accepted(importFile(company, { batchId: 'one' }, salesOf(1)));
    const other = { batchId: 'one', mode: 'skip_bad_rows' } as const;
    expect(await refused(importFile(company, other, salesOf(1)))).toMatchObject({
      status: 400,
      code: 'accounting-core.import_batch_differs',
      violations: [{ field: 'batchId' }],
    });
  });

  it('is posted once when it is sent several times at the same moment', async () => {
    const company = await newCompany(ledger);
    const file = salesOf(700);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => importFile(company, { batchId: 'one' }, file)),
    );
    for (const { status } of answers) expect([200, 409]).toContain(status);
    const last = await accepted(importFile(company, { batchId: 'one' }, file));
    expect(last).toMatchObject({ status: 'completed', received: 700, posted: 700, rejected: 0 });
    expect((await balanceOf(company, chart.cash)).balanceGel).toBe('700.00');
  });

  it('goes by the rules of its company: closed periods, inactive accounts', async () => {
    const company = await newCompany(ledger);
    await post(company);
    await accepted(company.post('/fiscal-periods/2026-10/close'));
    const { accountId } = await accountOf(company, chart.goods);
    await accepted(company.post(`/accounts/${accountId}/deactivate`, undefined, { version: 1 }));
    const file =
      ndjsonLine({ transactionDate: '2026-10-31' }) +
      ndjsonLine({ entries: pair(chart.goods, chart.suppliers, '1.00') });
    const body = await failedImport(company, { batchId: 'late' }, file);
    expect(body.errors).toMatchObject([
      { line: 1, code: 'accounting-core.period_closed', field: 'transactionDate' },
      { line: 2, code: 'accounting-core.account_inactive', field: 'entries[0].accountCode' },
    ]);
  });

  it('that does not exist is not found; those that do are listed, the latest first', async () => {
    const company = await newCompany(ledger);
    expect(await refused(company.get('/transactions/imports/none'))).toMatchObject({
      status: 404,
      code: 'accounting-core.import_not_found',
    });
    for (const batchId of ['a', 'b', 'c']) await importFile(company, { batchId }, salesOf(1));
    const list = (query: string) =>
      accepted(company.get<Page<ImportBatchView>>(`/transactions/imports?${query}`));
    const first = await list('limit=2');
    const second = await list(`limit=2&after=${first.next ?? ''}`);
    expect([...first.items, ...second.items].map(({ batchId }) => batchId)).toEqual([
      'c',
      'b',
      'a',
    ]);
    const ids = async (query: string) => (await list(query)).items.map(({ batchId }) => batchId);
    expect(await ids('sort=started&status=completed')).toEqual(['a', 'b', 'c']);
    expect(await ids('status=failed')).toEqual([]);
  });
});
