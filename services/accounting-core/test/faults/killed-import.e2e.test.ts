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

const start = async (settings: Readonly<Record<string, string>>): Promise<void> => {
  service = await ServiceProcess.startOnNewDatabases(settings);
  company = await newCompany(await service.callers());
  facts = new RecordedFacts(service.databases, company.companyId);
};

const end = async (): Promise<void> => {
  await facts.close();
  await service.remove();
};

/** Begins an import, and kills and restarts the service when the batch has come so far. */
const killWhen = async (
  isReached: (found: ImportBatchView) => boolean,
): Promise<ImportBatchView> => {
  const upload = importFile(company, { batchId: 'big' }, salesOf(rowCount));
  // The connection breaks with the service; what matters is what becomes of the batch.
  upload.catch(() => undefined);
  const halfway = await untilBatch(isReached);
  await service.kill();
  await service.start();
  return halfway;
};

const expectEachRowOnce = async (): Promise<void> => {
  const transactions = await facts.transactionIds();
  expect(transactions).toHaveLength(rowCount);
  expect(await facts.postedEvents()).toEqual(transactions);
  expect(await facts.wrongBalances()).toEqual([]);
};

describe('an import of all rows or none whose service is killed while it posts', () => {
  let halfway: ImportBatchView;

  beforeAll(async () => {
    await start({ IMPORT_AT_ONCE_BYTES_MAX: '0' });
    halfway = await killWhen(({ status, posted }) => status === 'applying' && posted > 0);
  }, 120_000);
  afterAll(end);

  it('had posted a part when it was killed', () => {
    expect(halfway.status).toBe('applying');
    expect(halfway.posted).toBeGreaterThan(0);
    expect(halfway.posted).toBeLessThan(rowCount);
  });

  it('is finished by the service itself, each row posted once', async () => {
    const finished = await untilBatch(({ status }) => status === 'completed');
    expect(finished).toMatchObject({ status: 'completed', posted: rowCount });
    await expectEachRowOnce();
  }, 90_000);
});

describe('an import whose service is killed while it posts at once', () => {
  let halfway: ImportBatchView;

  beforeAll(async () => {
    await start({});
    halfway = await killWhen(({ received }) => received > 0);
  }, 120_000);
  afterAll(end);

  it('had read a part when it was killed', () => {
    expect(halfway).toMatchObject({ status: 'receiving', posted: 0, lastLine: 0 });
    expect(halfway.received).toBeLessThan(rowCount);
  });

  it('has posted nothing', async () => {
    expect(await facts.transactionIds()).toEqual([]);
    expect(await facts.postedEvents()).toEqual([]);
    expect(await facts.wrongBalances()).toEqual([]);
  });

  it('posts each row once when the file is sent again', async () => {
    const { body } = await importFile(company, { batchId: 'big' }, salesOf(rowCount));
    const counts = { received: rowCount, posted: rowCount, lastLine: rowCount };
    expect(body).toMatchObject({ status: 'completed', ...counts });
    await expectEachRowOnce();
  }, 90_000);
});
