import type { CompanyId } from '@accounting/kernel';
import { importStaging } from '../../src/infrastructure/import-staging.postgres';
import { newAccount, newCompany, posted, startLedger, type TestLedger } from './ledger-fixture';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.close());

const next = (
  companyId: CompanyId,
  batchId: string,
  after: { readonly line: number; readonly exceptVersion?: number },
) =>
  ledger.database.read(companyId, (connection) =>
    importStaging.next(connection, companyId, batchId, after),
  );

const content = posted({ debit: newAccount(), credit: newAccount(), on: '2026-11-05' }).data;
const chunkOf = (lastLine: number, ledgerVersion = 7) => ({
  lastLine,
  ledgerVersion,
  contents: [content, content],
});

describe('chunks kept aside', () => {
  let company: ReturnType<typeof newCompany>;
  beforeEach(async () => {
    company = newCompany();
    await ledger.database.write([company], async (transaction) => {
      await importStaging.add(transaction, company, 'b1', chunkOf(3_000));
      await importStaging.add(transaction, company, 'b1', chunkOf(1_000));
      await importStaging.add(transaction, company, 'b1', chunkOf(2_000, 8));
      await importStaging.add(transaction, company, 'b2', chunkOf(10));
    });
  });

  it('come back whole, one after the other, in the order of their lines', async () => {
    expect(await next(company, 'b1', { line: 0 })).toMatchObject(chunkOf(1_000));
    expect(await next(company, 'b1', { line: 1_000 })).toMatchObject(chunkOf(2_000, 8));
    expect(await next(company, 'b1', { line: 2_000 })).toMatchObject(chunkOf(3_000));
    expect(await next(company, 'b1', { line: 3_000 })).toBeUndefined();
  });

  it('tell their size', async () => {
    const [one, two] = await Promise.all([
      next(company, 'b1', { line: 0 }),
      next(company, 'b2', { line: 0 }),
    ]);
    expect(one?.bytes).toBe(Buffer.byteLength(JSON.stringify([content, content])));
    expect(two?.bytes).toBe(one?.bytes);
  });

  it('are passed over when they were checked against the version named', async () => {
    const after = { line: 0, exceptVersion: 7 };
    expect(await next(company, 'b1', after)).toMatchObject(chunkOf(2_000, 8));
    expect(await next(company, 'b1', { ...after, line: 2_000 })).toBeUndefined();
  });

  it('are forgotten up to a line, or all, and those of another batch stay', async () => {
    const discard = (lastLine?: number) =>
      ledger.database.write([company], (transaction) =>
        importStaging.discard(transaction, company, 'b1', lastLine),
      );
    await discard(2_000);
    expect(await next(company, 'b1', { line: 0 })).toMatchObject(chunkOf(3_000));
    await discard();
    expect(await next(company, 'b1', { line: 0 })).toBeUndefined();
    expect(await next(company, 'b2', { line: 0 })).toMatchObject(chunkOf(10));
  });

  it('are refused a second time, so that of two requests one gives way', async () => {
    const again = ledger.database.write([company], (transaction) =>
      importStaging.add(transaction, company, 'b1', chunkOf(1_000)),
    );
    await expect(again).rejects.toMatchObject({ code: 'accounting-core.import_batch_busy' });
  });
});
