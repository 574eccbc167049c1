import { derivedUuid, derivedUuidName, type Instant } from '@accounting/kernel';
import { newCompany, post, transactionBody } from './bookkeeping';
import { accepted, refused } from './caller';
import { importFile, salesOf } from './import-files';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.stop());

describe('a batch of an import', () => {
  it('is not continued by somebody else, in the name of who began it', async () => {
    const nino = await newCompany(ledger);
    const giorgi = ledger.caller({ companyId: nino.companyId, actorId: 'giorgi' });
    await accepted(importFile(nino, { batchId: 'monday' }, salesOf(2)));
    const problem = await refused(importFile(giorgi, { batchId: 'monday' }, salesOf(2)));
    expect(problem).toMatchObject({ status: 403, code: 'accounting-core.import_batch_of_another' });
  });

  it('is counted in the metrics like other postings', async () => {
    const company = await newCompany(ledger);
    const counted = async (): Promise<number> => {
      const text = await (await fetch(`${ledger.url}/metrics`)).text();
      const line = /^accounting_transactions_total\{status="posted".*\} (\d+)$/m.exec(text);
      return Number(line?.[1] ?? 0);
    };
    const before = await counted();
    await accepted(importFile(company, { batchId: 'one', mode: 'skip_bad_rows' }, salesOf(3)));
    await accepted(importFile(company, { batchId: 'two', mode: 'all_or_nothing' }, salesOf(4)));
    expect(await counted()).toBe(before + 7);
  });
});

describe('an id that the ledger derives itself', () => {
  const derived = derivedUuid('2026-11-22T08:00:00.000Z' as Instant, 1, derivedUuidName('import'));

  it('is not given to a transaction by a client', async () => {
    const company = await newCompany(ledger);
    const problem = await refused(
      company.post('/transactions/post', transactionBody({ transactionId: derived })),
    );
    expect(problem).toMatchObject({ status: 400 });
    expect(problem.violations?.map(({ field }) => field)).toEqual(['transactionId']);
  });

  it('is not given to a reversal by a client', async () => {
    const company = await newCompany(ledger);
    const { transactionId } = await post(company);
    const problem = await refused(
      company.post(`/transactions/${transactionId}/reverse`, {
        reversalTransactionId: derived,
        reversalDate: '2026-11-22',
        reason: 'wrong account',
      }),
    );
    expect(problem.violations?.map(({ field }) => field)).toEqual(['reversalTransactionId']);
  });
});
