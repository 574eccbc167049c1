import { databaseErrors } from '@accounting/database';
import { AccountingMonth, DomainError, type CompanyId } from '@accounting/kernel';
import { Readable } from 'node:stream';
import type { TransactionInput } from '../../../src/domain/transaction/input';
import { parseImportRow } from '../../../src/api/schemas/import-row';
import type { ImportMode } from '../../../src/application/import-ports';
import { randomNumbers } from '../../projections/random-month';
import {
  applicationOn,
  companyWithChart,
  contextOf,
  interrupting,
  startSharedLedger,
  type Application,
  type LedgerPorts,
  type SharedLedger,
} from '../ledger-application';

let ledger: SharedLedger;
beforeAll(async () => {
  ledger = await startSharedLedger();
});
afterAll(() => ledger.close());

const modes = ['all_or_nothing', 'skip_bad_rows'] as const;

interface Line {
  readonly date?: string;
  readonly amount?: string;
  readonly more?: object;
}

const line = ({ date = '2026-11-22', amount = '1.00', more = {} }: Line = {}): string =>
  `${JSON.stringify({
    transactionDate: date,
    description: 'გაყიდვა',
    entries: [
      { accountCode: '1410', debit: amount, ...more },
      { accountCode: '6110', credit: amount, ...more },
    ],
  })}\n`;

const twoDigits = (number: number): string => String(number).padStart(2, '0');

const linesOf = (count: number, given?: Line): string => line(given).repeat(count);

const importText = (app: Application, companyId: CompanyId, mode: ImportMode, text: string) =>
  app.imports.importTransactions(contextOf(companyId), {
    batchId: 'b1',
    mode,
    format: 'ndjson',
    stream: Readable.from([Buffer.from(text)]),
    parseRow: parseImportRow,
  });

const batchOf = (companyId: CompanyId) => ledger.ports.batches.find(companyId, 'b1');

const readAll = async <Row extends object>(
  companyId: CompanyId,
  sql: string,
): Promise<readonly Row[]> =>
  ledger.database.read(companyId, async (connection) => {
    const { rows } = await connection.query<Row & Record<string, unknown>>(sql);
    return rows;
  });

/** Everything an import leaves, but for ids. */
const booksOf = async (companyId: CompanyId) => ({
  transactions: await readAll(
    companyId,
    `SELECT status, transaction_date, description, total_gel, entry_count, created_by, posted_by,
       import_batch_id
     FROM ledger.transactions ORDER BY transaction_id`,
  ),
  journal: await readAll(
    companyId,
    `SELECT entry_number, transaction_date, code, debit, credit, debit_gel, credit_gel,
       entry.currency, exchange_rate, counterparty_tin, project, cost_centre
     FROM ledger.journal_entries AS entry JOIN ledger.accounts USING (company_id, account_id)
     ORDER BY transaction_id, entry_number`,
  ),
  months: await readAll(
    companyId,
    `SELECT code, balance.currency, month, debit, credit, debit_gel, credit_gel, entry_count
     FROM ledger.account_balances AS balance JOIN ledger.accounts USING (company_id, account_id)
     ORDER BY 1, 2, 3`,
  ),
  days: await readAll(
    companyId,
    `SELECT code, balance.currency, date, debit, credit, debit_gel, credit_gel, entry_count
     FROM ledger.account_balance_history AS balance
     JOIN ledger.accounts USING (company_id, account_id)
     ORDER BY 1, 2, 3`,
  ),
  dimensions: await readAll(
    companyId,
    `SELECT dimension_type, dimension_value, code, balance.currency, month, debit, credit,
       debit_gel, credit_gel, entry_count
     FROM ledger.dimension_balances AS balance JOIN ledger.accounts USING (company_id, account_id)
     ORDER BY 1, 2, 3, 4, 5`,
  ),
});

const nothing = { transactions: [], journal: [], months: [], days: [], dimensions: [] };

const postedEvents = async (companyId: CompanyId): Promise<number> =>
  (
    await readAll(
      companyId,
      `SELECT FROM event_sourcing.event_store WHERE event_type = 'TransactionPosted'`,
    )
  ).length;

/** A service where something happens each time that rows have been decided, while it posts. */
const meanwhile = (...happenings: (() => Promise<unknown>)[]): Application =>
  applicationOn({
    ...ledger.ports,
    partitions: {
      ensure: interrupting((months) => ledger.ports.partitions.ensure(months), happenings),
    },
  });

const close = (companyId: CompanyId, month: number) => () =>
  ledger.elsewhere.periods.close(contextOf(companyId), {
    period: AccountingMonth.of(`2026-${String(month).padStart(2, '0')}`),
  });

/** Ports that fail when a file is posted step by step. */
const atOnceOnly = (): LedgerPorts => ({
  ...ledger.ports,
  staging: { ...ledger.ports.staging, add: () => Promise.reject(new Error('step by step')) },
});

describe.each(modes)('a file that is posted at once with %s', (mode) => {
  it('leaves the same books as one that is posted step by step', async () => {
    const pick = randomNumbers(7);
    // The journal has no partition yet for the last, and the transaction is open when it is made.
    const months = ['2026-10', '2025-02', '2019-07'];
    const text = Array.from({ length: 3_300 }, (_, index) =>
      line({
        date: `${String(months[Math.floor(index / 1_100)])}-${twoDigits(pick(28) + 1)}`,
        amount: `${String(pick(1_000) + 1)}.${twoDigits(pick(100))}`,
        more: {
          ...(pick(2) === 0 && { currency: 'USD', exchangeRate: '2.7123' }),
          ...(pick(3) === 0 && { project: `პროექტი ${String(pick(3))}`, costCentre: 'თბილისი' }),
          ...(pick(4) === 0 && { counterpartyTin: '204567893' }),
        },
      }),
    ).join('');
    const [one, other] = [
      await companyWithChart(ledger.elsewhere),
      await companyWithChart(ledger.elsewhere),
    ];
    await importText(applicationOn(atOnceOnly()), one, mode, text);
    const stepByStep = applicationOn({ ...ledger.ports, importAtOnceBytesMax: 0 });
    await importText(stepByStep, other, mode, text);
    const books = await booksOf(one);
    expect(books.transactions).toHaveLength(3_300);
    expect(books).toEqual(await booksOf(other));
    expect(await postedEvents(one)).toBe(3_300);
    expect(await batchOf(one)).toEqual(await batchOf(other));
  });

  it('shows nothing of itself before its end, and then all', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const seen: unknown[] = [];
    const look = async () => seen.push(await booksOf(company), await postedEvents(company));
    await importText(meanwhile(look, look, look), company, mode, linesOf(4_500));
    expect(seen).toEqual([nothing, 0, nothing, 0, nothing, 0]);
    expect((await booksOf(company)).transactions).toHaveLength(4_500);
  });

  it('can be followed while it runs', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const reached = async (received: number): Promise<void> => {
      for (;;) {
        const batch = await batchOf(company);
        if (batch !== undefined && batch.received >= received) return;
      }
    };
    const app = meanwhile(
      () => reached(0),
      () => reached(2_000),
      () => reached(2_000),
    );
    const { body } = await importText(app, company, mode, linesOf(4_500));
    const counts = { received: 4_500, posted: 4_500, lastLine: 4_500, rejected: 0 };
    expect(body).toMatchObject({ status: 'completed', ...counts });
  });

  it('holds up nobody who posts to the same accounts, and adds to what they posted', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const postAnother = () =>
      ledger.elsewhere.transactions.postNew(
        contextOf(company),
        JSON.parse(line()) as TransactionInput,
      );
    const app = meanwhile(postAnother, postAnother, postAnother);
    await importText(app, company, mode, linesOf(4_500));
    const { months } = await booksOf(company);
    const balance = { debit_gel: '4503.00', credit_gel: '0.00', entry_count: '4503' };
    expect(months).toContainEqual(expect.objectContaining({ code: '1410', ...balance }));
  });

  it('is posted step by step when the ledger changes meanwhile', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const closing = jest.fn(close(company, 1));
    const { body } = await importText(meanwhile(closing), company, mode, linesOf(2_500));
    expect(closing).toHaveBeenCalledTimes(1);
    expect(body).toMatchObject({ status: 'completed', received: 2_500, posted: 2_500 });
    expect((await booksOf(company)).transactions).toHaveLength(2_500);
  });

  it('is posted step by step when it takes too long at once', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const takesTooLong = jest.fn(() =>
      Promise.reject(new DomainError(databaseErrors.deadlineExceeded)),
    );
    const { body } = await importText(meanwhile(takesTooLong), company, mode, linesOf(2_500));
    expect(takesTooLong).toHaveBeenCalledTimes(1);
    expect(body).toMatchObject({ status: 'completed', received: 2_500, posted: 2_500 });
  });

  it('posts nothing on a ledger that has changed so that its rows are bad', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const importing = importText(meanwhile(close(company, 11)), company, mode, linesOf(3));
    await importing.catch(() => undefined);
    expect(await batchOf(company)).toMatchObject({ received: 3, posted: 0, rejected: 3 });
    expect(await booksOf(company)).toEqual(nothing);
  });

  it('leaves nothing when it fails, and is posted once when it is sent again', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const fail = () => Promise.reject(new Error('out of order'));
    const failing = meanwhile(() => Promise.resolve(), fail);
    await expect(importText(failing, company, mode, linesOf(4_500))).rejects.toThrow(
      'out of order',
    );
    expect(await booksOf(company)).toEqual(nothing);
    expect(await batchOf(company)).toMatchObject({ status: 'receiving', lastLine: 0, posted: 0 });
    const { body } = await importText(ledger.elsewhere, company, mode, linesOf(4_500));
    expect(body).toMatchObject({ status: 'completed', received: 4_500, posted: 4_500 });
    expect((await booksOf(company)).transactions).toHaveLength(4_500);
    expect(await postedEvents(company)).toBe(4_500);
  });

  it('is posted once when two requests send it at the same moment', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const send = () => importText(ledger.elsewhere, company, mode, linesOf(4_500));
    const answers = await Promise.allSettled([send(), send(), send(), send()]);
    const refusals = answers.filter(({ status }) => status === 'rejected');
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ reason: { code: 'accounting-core.import_batch_busy' } });
    }
    expect(refusals.length).toBeLessThan(4);
    expect(await batchOf(company)).toMatchObject({ status: 'completed', posted: 4_500 });
    expect((await booksOf(company)).months).toContainEqual(
      expect.objectContaining({ code: '1410', debit_gel: '4500.00' }),
    );
  });

  it('recognises its file when it is sent again, and refuses another', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const first = await importText(ledger.elsewhere, company, mode, linesOf(2_500));
    expect(await importText(ledger.elsewhere, company, mode, linesOf(2_500))).toEqual(first);
    await expect(importText(ledger.elsewhere, company, mode, linesOf(2_501))).rejects.toMatchObject(
      { code: 'accounting-core.import_content_changed' },
    );
  });

  it('may be without rows', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const { body } = await importText(ledger.elsewhere, company, mode, '');
    expect(body).toMatchObject({ status: 'completed', received: 0, posted: 0, lastLine: 0 });
  });
});

describe('bad rows of a file that could be posted at once', () => {
  const bad = line({ amount: '0.00' });

  it('are all reported, and nothing is posted, when it is all or nothing', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const text = bad + linesOf(2_500) + bad;
    await expect(
      importText(ledger.elsewhere, company, 'all_or_nothing', text),
    ).rejects.toMatchObject({ code: 'accounting-core.import_failed' });
    const batch = await batchOf(company);
    expect(batch).toMatchObject({ status: 'failed', received: 2_502, posted: 0, rejected: 2 });
    expect(new Set(batch?.errors.map((error) => error.line))).toEqual(new Set([1, 2_502]));
    expect(await booksOf(company)).toEqual(nothing);
  });

  it.each([3, 1_500])('are skipped, %i of them', async (count) => {
    const company = await companyWithChart(ledger.elsewhere);
    const text = linesOf(1_200) + bad.repeat(count) + linesOf(1_200);
    const { body } = await importText(ledger.elsewhere, company, 'skip_bad_rows', text);
    expect(body).toMatchObject({ status: 'completed', posted: 2_400, rejected: count });
    expect(body.errors).toHaveLength(Math.min(count * 2, 1_000));
    expect((await booksOf(company)).transactions).toHaveLength(2_400);
  });
});
