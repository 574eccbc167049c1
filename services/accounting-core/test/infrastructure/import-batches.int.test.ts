import type { CompanyId, Instant } from '@accounting/kernel';
import type {
  ImportFilter,
  ImportProgress,
  ImportRowError,
  ImportStep,
  ImportStart,
} from '../../src/application/import-ports';
import { createImportBatches } from '../../src/infrastructure/import-batches.postgres';
import { newCompany, now, startLedger, type TestLedger } from './ledger-fixture';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.close());

const batches = () => createImportBatches(ledger.database, ledger.background);

const start = (batchId: string, at: Instant = now): ImportStart => ({
  batchId,
  mode: 'all_or_nothing',
  format: 'csv',
  requestedBy: 'nino',
  now: at,
});

const progress = (lastLine: number): ImportProgress => ({
  lastLine,
  contentHash: `hash of ${String(lastLine)}`,
  received: lastLine,
  posted: Math.max(lastLine - 1, 0),
  rejected: 1,
});

const rowErrors = (count: number): readonly ImportRowError[] =>
  Array.from({ length: count }, (_, index) => ({
    line: index + 1,
    field: 'entries[0].debit',
    code: 'accounting-core.amount_invalid',
    message: `ხაზი ${String(index + 1)} "bad"`,
  }));

/** A step of a batch that is being received, from one line to another. */
const step = (
  fromLine: number,
  toLine: number,
  errors: readonly ImportRowError[] = [],
): ImportStep => ({
  from: { status: 'receiving', lastLine: fromLine, posted: progress(fromLine).posted },
  to: progress(toLine),
  errors,
});

const report = (companyId: CompanyId, batchId: string, reported: ImportStep): Promise<void> =>
  ledger.database.write([companyId], (transaction) =>
    batches().recordProgress(transaction, companyId, batchId, reported),
  );

describe('an import batch', () => {
  it('begins once; beginning it again finds how far it has come', async () => {
    const company = newCompany();
    const begun = await batches().begin(company, start('b1'));
    expect(begun).toEqual({
      batchId: 'b1',
      mode: 'all_or_nothing',
      format: 'csv',
      status: 'receiving',
      requestedBy: 'nino',
      startedAt: now,
      finishedAt: null,
      lastLine: 0,
      contentHash: '',
      received: 0,
      posted: 0,
      rejected: 0,
      errors: [],
    });
    await report(company, 'b1', step(0, 10, rowErrors(1)));
    const again = await batches().begin(company, { ...start('b1'), requestedBy: 'tamar' });
    expect(again).toEqual({ ...begun, ...progress(10), errors: rowErrors(1) });
  });

  it('keeps the first thousand errors, in the order they were found', async () => {
    const company = newCompany();
    await batches().begin(company, start('b1'));
    const errors = rowErrors(1_200);
    await report(company, 'b1', step(0, 10, errors.slice(0, 700)));
    await report(company, 'b1', step(10, 20, errors.slice(700, 1_100)));
    await report(company, 'b1', step(20, 30, errors.slice(1_100)));
    expect((await batches().find(company, 'b1'))?.errors).toEqual(errors.slice(0, 1_000));
  });

  it('takes a step from where it stands, and no other', async () => {
    const company = newCompany();
    await batches().begin(company, start('b1'));
    await report(company, 'b1', step(0, 10));
    const busy = { code: 'accounting-core.import_batch_busy' };
    await expect(report(company, 'b1', step(0, 10))).rejects.toMatchObject(busy);
    const { from } = step(10, 20);
    for (const elsewhere of [{ status: 'applying' }, { lastLine: 9 }, { posted: 8 }] as const) {
      await expect(
        report(company, 'b1', { ...step(10, 20), from: { ...from, ...elsewhere } }),
      ).rejects.toMatchObject(busy);
    }
    const change = { from: 'applying', status: 'completed', at: now } as const;
    await expect(
      ledger.database.write([company], (transaction) =>
        batches().setStatus(transaction, company, 'b1', change),
      ),
    ).rejects.toMatchObject(busy);
    const found = await batches().find(company, 'b1');
    expect(found).toMatchObject({ status: 'receiving', lastLine: 10 });
  });

  it('forgets progress that was rolled back with what it is about', async () => {
    const company = newCompany();
    await batches().begin(company, start('b1'));
    const failed = ledger.database.write([company], async (transaction) => {
      await batches().recordProgress(transaction, company, 'b1', step(0, 10, rowErrors(1)));
      throw new Error('posting failed');
    });
    await expect(failed).rejects.toThrow('posting failed');
    expect(await batches().find(company, 'b1')).toMatchObject({ lastLine: 0, errors: [] });
  });

  it('is finished when it is completed or failed, and not before', async () => {
    const company = newCompany();
    const at = '2026-11-22T09:00:00.000Z' as Instant;
    await batches().begin(company, start('b1'));
    const finishedAt: (Instant | null | undefined)[] = [];
    for (const [from, status] of [
      ['receiving', 'applying'],
      ['applying', 'completed'],
      ['completed', 'failed'],
    ] as const) {
      await ledger.database.write([company], (transaction) =>
        batches().setStatus(transaction, company, 'b1', { from, status, at }),
      );
      finishedAt.push((await batches().find(company, 'b1'))?.finishedAt);
    }
    expect(finishedAt).toEqual([null, at, at]);
  });

  it('is unknown to other companies', async () => {
    await batches().begin(newCompany(), start('mine'));
    expect(await batches().find(newCompany(), 'mine')).toBeUndefined();
  });

  it('is found by whoever finishes batches after a crash while it is being applied', async () => {
    const company = newCompany();
    await batches().begin(company, start('b1'));
    const isFound = async (): Promise<boolean> =>
      (await batches().findApplying()).some(({ companyId }) => companyId === company);
    expect(await isFound()).toBe(false);
    await ledger.database.write([company], (transaction) =>
      batches().setStatus(transaction, company, 'b1', {
        from: 'receiving',
        status: 'applying',
        at: now,
      }),
    );
    expect(await isFound()).toBe(true);
  });
});

describe('the list of batches', () => {
  const company = newCompany();
  beforeAll(async () => {
    const days = ['20', '21', '21', '22'];
    for (const [index, day] of days.entries()) {
      const at = `2026-11-${day}T08:00:00.000Z` as Instant;
      await batches().begin(company, start(`b${String(index)}`, at));
    }
    await ledger.database.write([company], (transaction) =>
      batches().setStatus(transaction, company, 'b1', {
        from: 'receiving',
        status: 'failed',
        at: now,
      }),
    );
  });

  const list = async (
    filter: Partial<ImportFilter>,
    limit = 100,
    companyId = company,
  ): Promise<readonly string[]> => {
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page = await batches().list(
        companyId,
        { sort: '-started', ...filter },
        { limit, after },
      );
      ids.push(...page.items.map(({ batchId }) => batchId));
      after = page.next;
    } while (after !== undefined);
    return ids;
  };

  it.each([1, 3, 4])('runs both ways in pages of %s', async (limit) => {
    expect(await list({}, limit)).toEqual(['b3', 'b2', 'b1', 'b0']);
    expect(await list({ sort: 'started' }, limit)).toEqual(['b0', 'b1', 'b2', 'b3']);
  });

  it('is filtered by status', async () => {
    expect(await list({ status: 'failed' })).toEqual(['b1']);
    expect(await list({ status: 'receiving' }, 1)).toEqual(['b3', 'b2', 'b0']);
    expect(await list({ status: 'completed' })).toEqual([]);
  });

  it('has none of another company', async () => {
    expect(await list({}, 100, newCompany())).toEqual([]);
  });
});
