import { newUuid, type ActorId, type CompanyId } from '@accounting/kernel';
import { freePort } from '@accounting/postgres-server';
import { signedToken } from '@accounting/testing';
import { setTimeout as delay } from 'node:timers/promises';
import {
  allPermissions,
  createLedgerDatabases,
  environmentFor,
  type LedgerDatabases,
} from '../api/http/started-ledger';
import { RecordedFacts } from './recorded-facts';
import { ServiceProcess } from './service-process';

const rowCount = 12_000;
const finishedWithinMs = 60_000;

interface Batch {
  readonly status: string;
  readonly posted: number;
}

const companyId = newUuid() as CompanyId;
const token = signedToken({
  companyId,
  actorId: 'importer' as ActorId,
  permissions: allPermissions,
  lifetimeSeconds: 3_600,
});

let databases: LedgerDatabases;
let service: ServiceProcess;
let facts: RecordedFacts;

const call = (
  path: string,
  sent: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<Response> =>
  fetch(`${service.url}/api/v1${path}`, {
    ...sent,
    headers: { authorization: `Bearer ${token}`, ...sent.headers },
  });

const batch = async (): Promise<Batch> =>
  (await (await call('/transactions/imports/big')).json()) as Batch;

const untilBatch = async (isReached: (found: Batch) => boolean): Promise<Batch> => {
  const deadline = Date.now() + finishedWithinMs;
  for (;;) {
    const found = await batch();
    if (isReached(found) || Date.now() > deadline) return found;
    await delay(10);
  }
};

beforeAll(async () => {
  databases = await createLedgerDatabases();
  const port = await freePort();
  const environment = { ...environmentFor(databases), HTTP_PORT: String(port) };
  service = new ServiceProcess(environment, `http://127.0.0.1:${String(port)}`);
  await service.start();
  facts = new RecordedFacts(databases, companyId);
  const adopted = await call('/accounts/chart', {
    method: 'POST',
    headers: { 'idempotency-key': newUuid() },
  });
  expect(adopted.status).toBe(201);
}, 60_000);

afterAll(async () => {
  await service.kill();
  await facts.close();
  await Promise.all([databases.ledger.drop(), databases.messageBus.drop()]);
});

describe('an all-or-nothing import whose service is killed while it posts', () => {
  let halfway: Batch;

  beforeAll(async () => {
    const row = JSON.stringify({
      transactionDate: '2026-11-15',
      description: 'Sale over the counter',
      entries: [
        { accountCode: '1210', debit: '1.00' },
        { accountCode: '6110', credit: '1.00' },
      ],
    });
    const upload = call('/transactions/import?batchId=big&mode=all_or_nothing', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: `${row}\n`.repeat(rowCount),
    });
    // The connection breaks with the service; what matters is what becomes of the batch.
    upload.catch(() => undefined);
    halfway = await untilBatch(({ status, posted }) => status === 'applying' && posted > 0);
    await service.kill();
    await service.start();
  }, 120_000);

  it('had posted a part when it was killed', () => {
    expect(halfway.status).toBe('applying');
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
