import { setTimeout as sleep } from 'node:timers/promises';
import { createSigningKey, signToken } from '@accounting/development-tokens';
import type { ActorId } from '@accounting/kernel';
import { ApiClient } from '../src/demonstration/api-client';
import { demonstration } from '../src/demonstration/company';
import { startStack, type Stack } from '../src/stack';
import { AnswerCheck, type FuzzedAnswer } from './fuzz/answer-check';
import { nameOf, readOperations, type PlacedOperation } from './fuzz/api-document';
import { Exchange } from './fuzz/exchange';
import { fuzzAnonymously, fuzzSignedIn, type Fuzzing, type FuzzingReport } from './fuzz/fuzzing';
import { KnownValues } from './fuzz/known-values';
import { Bearer, People } from './fuzz/people';
import { RandomRequests } from './fuzz/random-requests';
import { seededRandom } from './fuzz/random-values';
import { secretsIn } from './logs';
import { newPlace, type Place } from './started-command';

jest.setTimeout(300_000);

/** Accounts, a posted transaction and a draft: with nothing there, little would be found. */
const openBooks = async (): Promise<void> => {
  const chief = new ApiClient(stack.gateway.url, await new Bearer(people).freshToken());
  await chief.post('/accounts/chart', 'chart');
  const transaction = {
    transactionDate: '2026-11-15',
    description: 'Sale',
    entries: [
      { accountCode: '1110', debit: '10.00' },
      { accountCode: '6110', credit: '10.00' },
    ],
  };
  known.learn({ currency: 'USD' });
  for (const path of ['/transactions', '/transactions/post']) {
    known.learn((await chief.post(path, path, transaction)).body);
  }
};

let place: Place;
let stack: Stack;
let people: People;
let known: KnownValues;
let operations: readonly PlacedOperation[];
const exchanges = new Map<string, Exchange>();

beforeAll(async () => {
  place = await newPlace();
  stack = await startStack({
    dataFolder: place.folder,
    environment: place.environment,
    serviceSettings: { LOG_LEVEL: 'debug' },
    report: () => undefined,
  });
  for (const { name, httpUrl } of stack.services) exchanges.set(name, new Exchange(httpUrl));
  exchanges.set('gateway', new Exchange(stack.gateway.url));
  const documents = await Promise.all(
    stack.services.map(({ name, httpUrl }) => readOperations(name, `${httpUrl}/openapi.json`)),
  );
  // What is read first tells what there is.
  operations = documents
    .flat()
    .sort((one, other) => Number(other.method === 'GET') - Number(one.method === 'GET'));
  people = new People(stack);
  await people.open();
  known = new KnownValues(people.untouchable);
  await openBooks();
});

/** Each operation of all services, as the gateway describes them. */
const operationsAtGateway = (): Promise<readonly PlacedOperation[]> =>
  readOperations('gateway', `${stack.gateway.url}/api/v1/openapi.json`);

afterAll(async () => {
  for (const exchange of exchanges.values()) exchange.close();
  await stack.stop();
  place.remove();
});

const fuzzing = (rounds: number): Fuzzing => ({
  requests: new RandomRequests(seededRandom(20_261_123), known, rounds),
  check: new AnswerCheck(),
  known,
  exchangeWith: ({ service }) => exchanges.get(service) as Exchange,
});

const namesOf = (placed: readonly PlacedOperation[]): readonly string[] =>
  placed.map(nameOf).sort();

const tried = ({ statuses }: FuzzingReport): readonly string[] => [...statuses.keys()].sort();

/** Operations of which no answer has a status such as these. */
const without = (
  { statuses }: FuzzingReport,
  isExpected: (status: number) => boolean,
): readonly string[] =>
  [...statuses].filter(([, each]) => ![...each].some(isExpected)).map(([name]) => name);

const isSuccess = (status: number): boolean => status < 300;
const isRefusal = (status: number): boolean => status >= 400 && status < 500;
/** Neither stopped at the door nor sent away for want of a permission. */
const isInside = (status: number): boolean => ![401, 403, 429].includes(status);

/** Answers of operations that are not public to a stranger, with another status than these. */
const notRefusing = ({ statuses }: FuzzingReport, refusals: readonly number[]) =>
  operations
    .filter(({ operation }) => operation['x-permission'] !== 'public')
    .map(nameOf)
    .flatMap((name) => [...(statuses.get(name) ?? [])].map((status) => [name, status] as const))
    .filter(([, status]) => !refusals.includes(status));

/** Everything about it is right, but for who has signed it. */
const forgedToken = (): string =>
  signToken(createSigningKey(), {
    actorId: 'forger' as ActorId,
    companyId: demonstration.companyId,
    permissions: ['admin:system', 'accounts:read'],
    lifetimeSeconds: 600,
    issuer: 'georgian-accounting-system',
  });

/** Values of `Authorization` with which nobody comes in. */
const strangers = (): readonly (string | undefined)[] => [
  undefined,
  ...['', 'Bearer', 'Bearer x', 'Bearer a.b.c', `Bearer ${'x'.repeat(9_000)}`, 'Basic bmlubzp4'],
  `Bearer ${forgedToken()}`,
];

describe('the check of answers', () => {
  const complaintAbout = (answer: Partial<FuzzedAnswer>, among = operations) => {
    const placed = among.find(({ path: pattern }) => pattern.endsWith('/auth/me'));
    if (placed === undefined) throw new Error('There is an operation that tells who one is.');
    const right = { status: 200, type: 'application/json', text: '{}' };
    return new AnswerCheck().complaintAbout(placed, { ...right, ...answer });
  };

  it('finds an answer that is not as the document says', () => {
    expect(complaintAbout({})).toContain('must have required property');
    expect(complaintAbout({ type: 'text/html', text: '' })).toContain('text/html');
    expect(complaintAbout({ text: '{' })).toContain('is no JSON');
    expect(complaintAbout({ status: 418 })).toContain('not described');
    expect(complaintAbout({ status: 500 })).toContain('is a 500');
    expect(complaintAbout({ status: 401 })).toContain('application/json, which is not described');
  });

  it('lets the gateway refuse in its own words only', async () => {
    const all = await operationsAtGateway();
    const complaint = (status: number, body: object) =>
      complaintAbout({ status, text: JSON.stringify(body) }, all);
    expect(complaint(401, { message: 'Unauthorized' })).toBeUndefined();
    expect(complaint(401, { exp: 'token expired' })).toBeUndefined();
    expect(complaint(429, { message: 'Limit', request_id: '1' })).toBeUndefined();
    expect(complaint(429, { message: 'Limit' })).toContain('not how the gateway refuses');
    expect(complaint(401, { code: 'host.token_missing' })).toContain('not how the gateway');
    expect(complaint(401, {})).toContain('not how the gateway');
    expect(complaint(403, { message: 'No' })).toContain('which is not described');
  });
});

describe('every operation, straight at its service', () => {
  it('answers as the document says and never with a 5xx, with a token', async () => {
    const report = await fuzzSignedIn(operations, fuzzing(25), new Bearer(people));
    expect(report.complaints).toEqual([]);
    expect(tried(report)).toEqual(namesOf(operations));
    expect(without(report, isInside)).toEqual([]);
    // Were everything refused, nothing behind the schemas would have been tried.
    expect(without(report, isSuccess).length).toBeLessThan(operations.length / 3);
  });

  it('answers as the document says and never with a 5xx, without a right one', async () => {
    const report = await fuzzAnonymously(operations, fuzzing(8), strangers());
    expect(report.complaints).toEqual([]);
    expect(tried(report)).toEqual(namesOf(operations));
    expect(without(report, isRefusal)).toEqual([]);
    expect(notRefusing(report, [401])).toEqual([]);
  });
});

describe('every operation, through the gateway', () => {
  it('is in the document of all services', async () => {
    expect(namesOf(await operationsAtGateway())).toEqual(namesOf(operations));
  });

  it('answers as the document says and never with a 5xx, with a token', async () => {
    const all = await operationsAtGateway();
    const report = await fuzzSignedIn(all, fuzzing(10), new Bearer(people));
    expect(report.complaints).toEqual([]);
    expect(tried(report)).toEqual(namesOf(operations));
    expect(without(report, isInside)).toEqual([]);
    expect(without(report, isSuccess).length).toBeLessThan(operations.length / 3);
  });

  it('answers as the document says and never with a 5xx, without a right one', async () => {
    const report = await fuzzAnonymously(await operationsAtGateway(), fuzzing(4), strangers());
    expect(report.complaints).toEqual([]);
    expect(tried(report)).toEqual(namesOf(operations));
    // The gateway looks at the path first: some it cannot read, and some lead nowhere.
    expect(notRefusing(report, [400, 401, 404])).toEqual([]);
  });
});

describe('the logs of the fuzzing', () => {
  it('hold no password and no token', async () => {
    await sleep(500);
    const secrets = [...people.secrets, ...known.secrets];
    expect(secrets.length).toBeGreaterThan(100);
    expect(secretsIn(place, secrets)).toEqual([]);
  });
});
