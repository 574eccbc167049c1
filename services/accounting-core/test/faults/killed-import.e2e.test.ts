import type { ImportBatchView } from '../../src/application/import-use-cases';
import { setTimeout as delay } from 'node:timers/promises';
import { newCompany } from '../api/http/bookkeeping';
import type { Caller } from '../api/http/caller';
import { importFile, progressOf, salesOf } from '../api/http/import-files';
import { RecordedFacts } from './recorded-facts';
import { ServiceProcess } from './service-process';

const rowCount = 12_000;
const finishedWithinMs = 60_000;

let service: ServiceProcess;
let company: Caller;
let facts: RecordedFacts;

const untilBatch = async (
  isReached: (found: ImportBatchView) => boolean,
): Promise<ImportBatchView> => {
  const deadline = Date.now() + finishedWithinMs;
  for (;;) {
    const found = await progressOf(company, 'big');
    if (isReached(found) || Date.now() > deadline) return found;
    await delay(10);
  }
};

beforeAll(async () => {
  service = await ServiceProcess.startOnNewDatabases();
  company = await newCompany(await service.callers());
  facts = new RecordedFacts(service.databases, company.companyId);
}, 60_000);

afterAll(async () => {
  await facts.close();
  await service.remove();
});

describe('an all-or-nothing import whose service is killed while it posts', () => {
  let halfway: ImportBatchView;

  beforeAll(async () => {
    const upload = importFile(company, { batchId: 'big' }, salesOf(rowCount));
    // The connection breaks with the service; what matters is what becomes of the batch.
    upload.catch(() => undefined);
    halfway = await untilBatch(({ status, posted }) => status === 'applying' && posted > 0);
    await service.kill();
    await service.start();
  }, 120_000);

  it('had posted a part when it was killed', () => {
    expect(halfway.status).toBe('applying');
    expect(halfway.posted).toBeGreaterThan(0);
    expect(halfway.posted).toBeLessThan(rowCount);
  });

  it('is finished by the service itself, each row posted once', async () => {
    const finished = await untilBatch(({ status }) => status === 'completed');
    expect(finished).toMatchObject({ status: 'completed', posted: rowCount });
    const transactions = await facts.transactionIds();
    expect(transactions).toHaveLength(rowCount);
    expect(await facts.postedEvents()).toEqual(transactions);
    expect(await facts.wrongBalances()).toEqual([]);
  }, 90_000);
});
