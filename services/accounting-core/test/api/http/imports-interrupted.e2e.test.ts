import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportBatchView } from '../../../src/application/import-use-cases';
import { balanceOf, chart, footprintOf, newCompany } from './bookkeeping';
import { accepted, refused, type Answer, type Caller } from './caller';
import {
  importFile,
  importPieces,
  progressOf,
  saleOf,
  salesOf,
  type ImportRequest,
} from './import-files';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.stop());

const modes = ['all_or_nothing', 'skip_bad_rows'] as const;

const untilReceived = async (caller: Caller, batchId: string, count: number): Promise<void> => {
  for (;;) {
    const { status, body } = await caller.get<{ received: number }>(
      `/transactions/imports/${batchId}`,
    );
    if (status === 200 && body.received >= count) return;
    await sleep(20);
  }
};

/** What was cut off may still be at work for a moment, and then the batch is busy. */
const untilAccepted = async (
  send: () => Promise<Answer<ImportBatchView>>,
): Promise<ImportBatchView> => {
  for (;;) {
    const { status, body } = await send();
    if (status < 300) return body;
    // Or, on a busy machine, no connection is free in time.
    expect([409, 503]).toContain(status);
    expect(body).toMatchObject({ retryable: true });
    await sleep(50);
  }
};

const never = new Promise<void>(() => undefined);

/** Sends the beginning of a file and goes away when so many rows have been dealt with. */
const sendAndLeave = async (
  caller: Caller,
  request: ImportRequest,
  beginning: string,
): Promise<void> => {
  const upload = importPieces(
    caller,
    request,
    (async function* () {
      yield beginning;
      await never;
    })(),
  );
  await untilReceived(caller, request.batchId, 1_000);
  upload.destroy();
  await expect(upload.answer).rejects.toMatchObject({ code: 'ECONNRESET' });
};

describe.each(modes)('an interrupted import with %s', (mode) => {
  const request = { batchId: 'interrupted', mode };

  it('is continued by sending the same file again, and posts every row once', async () => {
    const company = await newCompany(ledger);
    const file = salesOf(3_700);
    await sendAndLeave(company, request, file.slice(0, saleOf('1.00').length * 2_250));
    const halfway = await progressOf(company, request.batchId);
    expect(halfway).toMatchObject({ status: 'receiving', finishedAt: null });
    expect(halfway.posted).toBe(mode === 'skip_bad_rows' ? halfway.received : 0);
    const finished = await untilAccepted(() => importFile(company, request, file));
    expect(finished).toMatchObject({ status: 'completed', received: 3_700, posted: 3_700 });
    expect((await balanceOf(company, chart.cash)).balanceGel).toBe('3700.00');
    expect((await footprintOf(ledger, company))['transactions']).toBe('3700');
  });

  it('is not continued with a file that begins otherwise', async () => {
    const company = await newCompany(ledger);
    await sendAndLeave(company, request, salesOf(2_250));
    const other = saleOf('2.00') + salesOf(3_699);
    expect(await refused(importFile(company, request, other))).toMatchObject({
      status: 400,
      code: 'accounting-core.import_content_changed',
    });
    expect(await refused(importFile(company, request, salesOf(10)))).toMatchObject({
      code: 'accounting-core.import_content_changed',
    });
    const finished = await untilAccepted(() => importFile(company, request, salesOf(2_300)));
    expect(finished).toMatchObject({ status: 'completed', posted: 2_300 });
  });
});

describe('an import whose sender goes away', () => {
  it('at whatever moment leaves the service and the batch as they should be', async () => {
    const company = await newCompany(ledger);
    const file = salesOf(2_400);
    const aborted = Array.from({ length: 24 }, async (_, index) => {
      const upload = importPieces(
        company,
        { batchId: `left-${index % 4}`, mode: modes[index % 2] ?? 'all_or_nothing' },
        (async function* () {
          for (let sent = 0; sent < file.length; sent += 20_000) {
            yield file.slice(sent, sent + 20_000);
          }
          await never;
        })(),
      );
      await sleep(5 * index);
      upload.destroy();
      return upload.answer.catch(() => undefined);
    });
    await Promise.all(aborted);
    for (let batch = 0; batch < 4; batch += 1) {
      const request = { batchId: `left-${batch}`, mode: modes[batch % 2] ?? 'all_or_nothing' };
      await untilAccepted(() => importFile(company, request, file));
    }
    expect((await balanceOf(company, chart.cash)).balanceGel).toBe('9600.00');
  });
});

describe.each(modes)('two requests with one batch and %s', (mode) => {
  it('do not disturb each other: the slow one gives way to the one that has finished', async () => {
    const company = await newCompany(ledger);
    const request = { batchId: 'twice', mode };
    const file = salesOf(2_500);
    let finished: ImportBatchView | undefined;
    async function* slowly() {
      yield file.slice(0, 100);
      await untilReceived(company, request.batchId, 0);
      finished = await accepted(importFile(company, request, file));
      yield file.slice(100);
    }
    const slow = importPieces(company, request, slowly());
    const { headers, ...answer } = await slow.answer;
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'accounting-core.import_batch_busy',
        detail: expect.stringContaining('send the same file again') as unknown,
        retryable: true,
        details: { batchId: 'twice' },
      },
    });
    expect(headers.get('Retry-After')).toBe('1');
    expect(await accepted(importFile(company, request, file))).toEqual(finished);
    expect(finished).toMatchObject({ status: 'completed', received: 2_500, posted: 2_500 });
    expect(await progressOf(company, request.batchId)).toEqual(finished);
    expect((await balanceOf(company, chart.cash)).balanceGel).toBe('2500.00');
    // Nothing is left that would keep the company from changing its periods.
    await accepted(company.post('/fiscal-periods/2026-10/close'));
  });
});

describe('the progress of an import', () => {
  it.each(modes)('with %s can be read while it runs', async (mode) => {
    const company = await newCompany(ledger);
    const seen: ImportBatchView[] = [];
    async function* pieces() {
      for (let sent = 0; sent < 9_000; sent += 3_000) {
        yield salesOf(3_000);
        await untilReceived(company, 'slow', sent + 1_000);
        seen.push(await progressOf(company, 'slow'));
      }
    }
    const upload = importPieces(company, { batchId: 'slow', mode }, pieces());
    expect(await accepted(upload.answer)).toMatchObject({ posted: 9_000, status: 'completed' });
    const received = seen.map((progress) => progress.received);
    expect(received).toEqual([...received].sort((one, other) => one - other));
    for (const progress of seen) {
      expect(progress).toMatchObject({ status: 'receiving', finishedAt: null, rejected: 0 });
      expect(progress.posted).toBe(mode === 'skip_bad_rows' ? progress.received : 0);
    }
  });
});

describe('a line of an import', () => {
  it('may be as long as ten thousand entries need; a longer one is a bad row', async () => {
    const company = await newCompany(ledger);
    const { debit, credit } = { debit: `"accountCode":"${chart.cash}"`, credit: chart.sales };
    const entries = Array.from({ length: 5_000 }, () => `{${debit},"debit":"0.01"}`);
    const content = `{"transactionDate":"2026-11-22","description":"x","entries":[${[
      ...entries,
      ...entries.map(() => `{"accountCode":"${credit}","credit":"0.01"}`),
    ].join(',')}]}`;
    const { body } = await importFile(company, { batchId: 'wide' }, `${content}\n`);
    expect(body).toMatchObject({ status: 'completed', posted: 1 });
    expect((await balanceOf(company, chart.cash)).balanceGel).toBe('50.00');
    const long = `${' '.repeat(9 * 1024 * 1024)}\n${salesOf(1)}`;
    const request = { batchId: 'long', mode: 'skip_bad_rows' } as const;
    expect(await accepted(importFile(company, request, long))).toMatchObject({
      posted: 1,
      rejected: 1,
      errors: [{ line: 1, code: 'accounting-core.import_line_too_long' }],
    });
  });
});
