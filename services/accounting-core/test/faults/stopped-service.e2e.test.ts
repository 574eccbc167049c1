import { setTimeout as delay } from 'node:timers/promises';
import { newCompany, transactionBody } from '../api/http/bookkeeping';
import type { Answer, Caller } from '../api/http/caller';
import { RecordedFacts } from './recorded-facts';
import { ServiceProcess } from './service-process';

const clients = 24;

let service: ServiceProcess;
let company: Caller;
let facts: RecordedFacts;

beforeAll(async () => {
  service = await ServiceProcess.startOnNewDatabases();
  company = await newCompany(await service.callers());
  facts = new RecordedFacts(service.databases, company.companyId);
}, 60_000);

afterAll(async () => {
  await facts.close();
  await service.remove();
});

describe('a service that is asked to end under a load of postings', () => {
  it('answers everything in flight, keeps what it acknowledged, and exits with 0', async () => {
    const answers: Answer<{ readonly transactionId?: string }>[] = [];
    let isEnding = false;
    const lanes = Array.from({ length: clients }, async () => {
      while (!isEnding) answers.push(await company.post('/transactions/post', transactionBody()));
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
    const acknowledged = answers
      .filter(({ status }) => status === 201)
      .map(({ body }) => body.transactionId);
    expect(acknowledged.length).toBeGreaterThan(clients);
    expect(await facts.transactionIds()).toEqual([...acknowledged].sort());
    expect(await facts.wrongBalances()).toEqual([]);
  }, 60_000);
});
