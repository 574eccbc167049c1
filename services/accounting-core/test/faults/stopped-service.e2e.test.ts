import { newUuid, type CompanyId } from '@accounting/kernel';
import { freePort } from '@accounting/postgres-server';
import { signedToken } from '@accounting/testing';
import { setTimeout as delay } from 'node:timers/promises';
import {
  allPermissions,
  createLedgerDatabases,
  environmentFor,
  type LedgerDatabases,
} from '../api/http/started-ledger';
import { transactionBody } from '../api/http/bookkeeping';
import { RecordedFacts } from './recorded-facts';
import { ServiceProcess } from './service-process';

const clients = 24;
const companyId = newUuid() as CompanyId;
const token = signedToken({ companyId, permissions: allPermissions });

let databases: LedgerDatabases;
let service: ServiceProcess;
let facts: RecordedFacts;

const post = async (path: string, body?: object): Promise<{ status: number; id: string }> => {
  const response = await fetch(`${service.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'idempotency-key': newUuid(),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const { transactionId } = (await response.json()) as { transactionId?: string };
  return { status: response.status, id: transactionId ?? '' };
};

beforeAll(async () => {
  databases = await createLedgerDatabases();
  const port = await freePort();
  const environment = { ...environmentFor(databases), HTTP_PORT: String(port) };
  service = new ServiceProcess(environment, `http://127.0.0.1:${String(port)}`);
  await service.start();
  facts = new RecordedFacts(databases, companyId);
  expect((await post('/accounts/chart')).status).toBe(201);
}, 60_000);

afterAll(async () => {
  await service.kill();
  await facts.close();
  await Promise.all([databases.ledger.drop(), databases.messageBus.drop()]);
});

describe('a service that is asked to end under a load of postings', () => {
  it('answers everything in flight, keeps what it acknowledged, and exits with 0', async () => {
    const answers: { readonly status: number; readonly id: string }[] = [];
    let isEnding = false;
    const lanes = Array.from({ length: clients }, async () => {
      while (!isEnding) answers.push(await post('/transactions/post', transactionBody()));
    });
    await delay(1_500);
    const answeredBefore = answers.length;
    isEnding = true;
    const exitCode = service.terminate();
    // No lane may meet a broken connection: each gets an answer to what it has sent.
    await Promise.all(lanes);
    expect(await exitCode).toBe(0);
    expect(answers.length - answeredBefore).toBe(clients);
    for (const { status } of answers) expect([201, 503]).toContain(status);
    const acknowledged = answers.filter(({ status }) => status === 201).map(({ id }) => id);
    expect(acknowledged.length).toBeGreaterThan(clients);
    expect(await facts.transactionIds()).toEqual([...acknowledged].sort());
    expect(await facts.wrongBalances()).toEqual([]);
  }, 60_000);
});
