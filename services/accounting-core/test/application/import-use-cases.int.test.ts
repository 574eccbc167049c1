import { AccountingMonth, DomainError, type CompanyId } from '@accounting/kernel';
import { Readable } from 'node:stream';
import { parseImportRow } from '../../src/api/schemas/import-row';
import type { ImportMode } from '../../src/application/import-ports';
import { createFinishingJob } from '../../src/application/imports/finishing-job';
import { salesOf } from '../api/http/import-files';
import {
  applicationOn,
  companyWithChart,
  contextOf,
  interrupting,
  portsOn,
  startSharedLedger,
  type Application,
  type LedgerPorts,
  type SharedLedger,
} from './ledger-application';

let ledger: SharedLedger;
beforeAll(async () => {
  ledger = await startSharedLedger();
});
afterAll(() => ledger.close());

const importSales = (app: Application, companyId: CompanyId, mode: ImportMode, count = 3) =>
  app.imports.importTransactions(contextOf(companyId), {
    batchId: 'b1',
    mode,
    format: 'ndjson',
    stream: Readable.from([Buffer.from(salesOf(count))]),
    parseRow: parseImportRow,
  });

const close = (companyId: CompanyId, month: number) => () =>
  ledger.elsewhere.periods.close(contextOf(companyId), {
    period: AccountingMonth.of(`2026-${String(month).padStart(2, '0')}`),
  });

/** Ports of a service that posts no file at once. */
const stepByStep = (): LedgerPorts => ({ ...ledger.ports, importAtOnceBytesMax: 0 });

/** Ports with something happening elsewhere before each use of the partitions: rows are decided. */
const interruptedBy = (...interruptions: (() => Promise<unknown>)[]): LedgerPorts => ({
  ...stepByStep(),
  partitions: {
    ensure: interrupting((months) => ledger.ports.partitions.ensure(months), interruptions),
  },
});

const batchOf = async (companyId: CompanyId) => {
  const batch = await ledger.ports.batches.find(companyId, 'b1');
  if (batch === undefined) throw new Error('there is no batch');
  return batch;
};

const countOf = async (companyId: CompanyId): Promise<number> =>
  (await ledger.ports.transactions.list(companyId, { sort: 'created' }, { limit: 1_000 })).items
    .length;

describe('an import that skips bad rows while the ledger changes', () => {
  it('decides its rows again on the ledger as it then is', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const app = applicationOn(interruptedBy(close(company, 11)));
    const { body } = await importSales(app, company, 'skip_bad_rows');
    expect(body).toMatchObject({ status: 'completed', posted: 0, rejected: 3 });
    expect(new Set(body.errors.map(({ code }) => code))).toEqual(
      new Set(['accounting-core.period_closed']),
    );
    expect(await countOf(company)).toBe(0);
  });

  it('decides the chunks that were under way again, in the order of the file', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const closing = jest.fn(close(company, 1));
    const app = applicationOn(interruptedBy(closing));
    const { body } = await importSales(app, company, 'skip_bad_rows', 4_500);
    expect(closing).toHaveBeenCalledTimes(1);
    expect(body).toMatchObject({ status: 'completed', posted: 4_500, lastLine: 4_500 });
  });

  it('gives up when the ledger does not stop changing, and can be continued', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const changes = [1, 2, 3, 4, 5, 6, 7].map((month) => close(company, month));
    const app = applicationOn(interruptedBy(...changes));
    await expect(importSales(app, company, 'skip_bad_rows')).rejects.toMatchObject({
      code: 'accounting-core.import_ledger_changing',
      kind: 'aborted',
    });
    const { body } = await importSales(ledger.elsewhere, company, 'skip_bad_rows');
    expect(body).toMatchObject({ status: 'completed', posted: 3 });
  });
});

describe('the progress of an import of all rows or none', () => {
  it('never goes back', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const seen: { lastLine: number; received: number; posted: number }[] = [];
    const app = applicationOn({
      ...stepByStep(),
      partitions: {
        ensure: async (months) => {
          await ledger.ports.partitions.ensure(months);
          seen.push(await batchOf(company));
        },
      },
      staging: {
        ...ledger.ports.staging,
        next: async (...request) => {
          const chunk = await ledger.ports.staging.next(...request);
          seen.push(await batchOf(company));
          return chunk;
        },
      },
    });
    await importSales(app, company, 'all_or_nothing', 4_500);
    seen.push(await batchOf(company));
    for (const count of ['lastLine', 'received', 'posted'] as const) {
      const counts = seen.map((batch) => batch[count]);
      expect(counts).toEqual([...counts].sort((one, other) => one - other));
      expect(counts.at(-1)).toBe(4_500);
    }
    expect(new Set(seen.map(({ posted }) => posted)).size).toBeGreaterThan(1);
  });
});

describe('an import of all rows or none while the ledger changes', () => {
  /** Ports with something happening elsewhere when all rows have been found good. */
  const changingBeforePosting = (...interruptions: (() => Promise<unknown>)[]): LedgerPorts => ({
    ...stepByStep(),
    staging: {
      ...ledger.ports.staging,
      next: interrupting((...request) => ledger.ports.staging.next(...request), interruptions),
    },
  });

  it('checks its rows against the ledger as it then is', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const app = applicationOn(changingBeforePosting(close(company, 11)));
    await expect(importSales(app, company, 'all_or_nothing')).rejects.toMatchObject({
      code: 'accounting-core.period_closed',
    });
    expect(await countOf(company)).toBe(0);
  });

  it('goes on when its rows are as good as before', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    const closing = jest.fn(close(company, 1));
    const app = applicationOn(changingBeforePosting(closing));
    const { body } = await importSales(app, company, 'all_or_nothing');
    expect(closing).toHaveBeenCalledTimes(1);
    expect(body).toMatchObject({ status: 'completed', posted: 3 });
  });

  it('gives up when the ledger does not stop changing', async () => {
    const company = await companyWithChart(ledger.elsewhere);
    // Each attempt asks for the chunk that was checked on another ledger, and for one behind it.
    const changes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((month) => close(company, month));
    const app = applicationOn(changingBeforePosting(...changes));
    await expect(importSales(app, company, 'all_or_nothing')).rejects.toMatchObject({
      code: 'accounting-core.import_ledger_changing',
    });
  });
});

describe('the job that finishes imports', () => {
  /** A batch of so many rows, all checked, whose request died when so many were posted. */
  const leaveHalfPosted = async (
    count: number,
    posted: number,
    prepare: (company: CompanyId) => Promise<unknown> = async () => undefined,
  ): Promise<CompanyId> => {
    const company = await companyWithChart(ledger.elsewhere);
    await prepare(company);
    const lost = new Error('the process died');
    const app = applicationOn({
      ...stepByStep(),
      batches: {
        ...ledger.ports.batches,
        recordProgress: async (transaction, companyId, batchId, step) => {
          if (step.from.status === 'applying' && step.from.posted >= posted) throw lost;
          await ledger.ports.batches.recordProgress(transaction, companyId, batchId, step);
        },
      },
    });
    await expect(importSales(app, company, 'all_or_nothing', count)).rejects.toBe(lost);
    const left = { status: 'applying', received: count, posted, lastLine: count };
    expect(await ledger.ports.batches.find(company, 'b1')).toMatchObject(left);
    return company;
  };

  const leaveApplying = (prepare?: (company: CompanyId) => Promise<unknown>) =>
    leaveHalfPosted(3, 0, prepare);

  const runJob = async (app: Application, isDone: () => Promise<boolean>): Promise<void> => {
    const controller = new AbortController();
    const running = app.imports.job.run(controller.signal);
    while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort();
    await running;
  };

  const isCompleted = (company: CompanyId) => async () =>
    (await ledger.ports.batches.find(company, 'b1'))?.status === 'completed';

  it('posts what a crash left, once, and ends when it is told to', async () => {
    const company = await leaveApplying();
    await runJob(ledger.elsewhere, isCompleted(company));
    expect(await countOf(company)).toBe(3);
    expect(await ledger.ports.batches.find(company, 'b1')).toMatchObject({
      posted: 3,
      lastLine: 3,
    });
  });

  const postedIn = async (company: CompanyId): Promise<string | undefined> => {
    const { rows } = await ledger.database.read(company, (connection) =>
      connection.query<{ count: string }>(
        'SELECT count(*)::text FROM ledger.transactions WHERE company_id = $1',
        [company],
      ),
    );
    return rows[0]?.count;
  };

  it.each([
    [2_001, 0],
    [2_001, 2_000],
    [2_500, 2_000],
    [4_500, 2_000],
  ])('posts the rest of %i rows of which %i are posted, each once', async (count, posted) => {
    const company = await leaveHalfPosted(count, posted);
    await runJob(ledger.elsewhere, isCompleted(company));
    const whole = { received: count, posted: count, lastLine: count };
    expect(await ledger.ports.batches.find(company, 'b1')).toMatchObject(whole);
    expect(await postedIn(company)).toBe(String(count));
  });

  it.each([
    ['does not get on', () => new Promise<never>(() => undefined), 'is stuck'],
    ['cannot be read', () => Promise.reject(new Error('out of order')), 'out of order'],
  ])('finishes the batches of others when that of one %s, and tells', async (_, read, reason) => {
    const bad = await leaveApplying();
    const good = await Promise.all(Array.from({ length: 6 }, () => leaveApplying()));
    const job = createFinishingJob(
      {
        ...ledger.ports,
        references: {
          ...ledger.ports.references,
          loadCurrent: (companyId) =>
            companyId === bad ? read() : ledger.ports.references.loadCurrent(companyId),
        },
      },
      { turnMs: 30_000, stuckAfterMs: 2_000 },
    );
    await expect(job.run(new AbortController().signal)).rejects.toThrow(reason);
    for (const company of good) expect(await isCompleted(company)()).toBe(true);
    expect(await isCompleted(bad)()).toBe(false);
    await runJob(ledger.elsewhere, isCompleted(bad));
  });

  it('posts on reference data as it is, whatever its process remembers', async () => {
    const remembering = portsOn(ledger);
    const company = await leaveApplying(async (companyId) => {
      await remembering.references.load(companyId);
      await close(companyId, 1)();
    });
    await runJob(applicationOn(remembering), isCompleted(company));
    expect(await countOf(company)).toBe(3);
  });

  it.each([
    ['somebody else is at the batch', 'accounting-core.import_batch_busy', 'aborted'],
    ['the database is away', 'database.unavailable', 'unavailable'],
  ] as const)('leaves a batch for the next time when %s', async (_, code, kind) => {
    const company = await leaveApplying();
    let attempts = 0;
    const refusing = applicationOn({
      ...ledger.ports,
      staging: {
        ...ledger.ports.staging,
        next: async () => {
          attempts += 1;
          throw new DomainError({ code, kind, message: code });
        },
      },
    });
    await runJob(refusing, async () => attempts > 0);
    expect(await ledger.ports.batches.find(company, 'b1')).toMatchObject({ status: 'applying' });
    await runJob(ledger.elsewhere, isCompleted(company));
  });

  it('fails, to be started again, for a reason that nobody foresaw', async () => {
    const company = await leaveApplying();
    const broken = applicationOn({
      ...ledger.ports,
      staging: { ...ledger.ports.staging, next: () => Promise.reject(new Error('out of order')) },
    });
    const { signal } = new AbortController();
    await expect(broken.imports.job.run(signal)).rejects.toThrow('out of order');
    await runJob(ledger.elsewhere, isCompleted(company));
  });
});
