import { databaseErrors } from '@accounting/database';
import type { CommitOutcome } from '@accounting/event-store';
import { DomainError, type CompanyId } from '@accounting/kernel';
import { createCommitQueue } from '../src/commit-queue';
import { encodeUnit, type EncodedUnit } from '../src/encoded-unit';
import { defaultLimits } from '../src/limits';
import { aUnit } from './fixtures';

const thirdCompany = '00000000-0000-7000-8000-000000000002' as CompanyId;
const evenCompany = '00000000-0000-7000-8000-000000000000' as CompanyId;
const oddCompany = '00000000-0000-7000-8000-000000000001' as CompanyId;

let number = 0;
const unitOf = (companyId: CompanyId): EncodedUnit => encodeUnit(aUnit(companyId), (number += 1));

/** A queue whose commits wait until they are let through or failed. */
const controlledQueue = (limits: Partial<typeof defaultLimits> = {}) => {
  const commits: {
    readonly units: number;
    readonly pass: () => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const queue = createCommitQueue(
    { ...defaultLimits, ...limits },
    (units) =>
      new Promise<CommitOutcome[]>((resolve, reject) => {
        commits.push({
          units: units.length,
          pass: () => resolve(units.map(() => ({ status: 'committed', events: [] }))),
          fail: reject,
        });
      }),
  );
  return { queue, commits };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('commits at once when nothing is running, and together what came in the same turn', async () => {
  const { queue, commits } = controlledQueue();
  const submitted = [queue.submit(unitOf(evenCompany)), queue.submit(unitOf(evenCompany))];
  await turn();
  expect(commits.map(({ units }) => units)).toEqual([2]);
  commits[0]?.pass();
  expect(await Promise.all(submitted)).toHaveLength(2);
});

it('commits together what came while the commit before was running', async () => {
  const { queue, commits } = controlledQueue({ commitUnitsMax: 3 });
  void queue.submit(unitOf(evenCompany));
  await turn();
  for (let waiting = 0; waiting < 5; waiting += 1) void queue.submit(unitOf(evenCompany));
  await turn();
  expect(commits.map(({ units }) => units)).toEqual([1]);
  commits[0]?.pass();
  await turn();
  commits[1]?.pass();
  await turn();
  expect(commits.map(({ units }) => units)).toEqual([1, 3, 2]);
});

it('keeps each company to one lane, and lanes do not wait for one another', async () => {
  const { queue, commits } = controlledQueue({ lanes: 2 });
  void queue.submit(unitOf(evenCompany));
  const other = queue.submit(unitOf(oddCompany));
  await turn();
  void queue.submit(unitOf(evenCompany));
  await turn();
  expect(commits.map(({ units }) => units)).toEqual([1, 1]);
  commits[1]?.pass();
  expect(await other).toEqual({ status: 'committed', events: [] });
});

it('refuses more bytes than may wait, but never a single unit for its size', async () => {
  const { queue, commits } = controlledQueue({ queueBytesMax: 1 });
  const first = queue.submit(unitOf(evenCompany));
  await expect(queue.submit(unitOf(evenCompany))).rejects.toMatchObject({
    kind: 'resource_exhausted',
  });
  await turn();
  commits[0]?.pass();
  expect((await first).status).toBe('committed');
});

it.each([
  ['units', { queueUnitsPerCompanyMax: 1 }],
  ['bytes', { queueBytesPerCompanyMax: 1 }],
])(
  'refuses more %s than its part of one company, and takes the others meanwhile',
  async (_name, limits) => {
    const { queue, commits } = controlledQueue(limits);
    const first = queue.submit(unitOf(evenCompany));
    await expect(queue.submit(unitOf(evenCompany))).rejects.toMatchObject({
      kind: 'resource_exhausted',
    });
    const other = queue.submit(unitOf(thirdCompany));
    await turn();
    commits[0]?.pass();
    await turn();
    commits[1]?.pass();
    expect((await first).status).toBe('committed');
    expect((await other).status).toBe('committed');
    const later = queue.submit(unitOf(evenCompany));
    await turn();
    commits[2]?.pass();
    expect((await later).status).toBe('committed');
  },
);

it('commits a unit of each company in turn, however many one of them has sent before', async () => {
  const batches: CompanyId[][] = [];
  const queue = createCommitQueue({ ...defaultLimits, commitUnitsMax: 4 }, async (units) => {
    batches.push(units.map(({ unit }) => unit.companyId));
    return units.map(() => ({ status: 'committed', events: [] }));
  });
  const flood = Array.from({ length: 6 }, () => queue.submit(unitOf(evenCompany)));
  await Promise.all([...flood, queue.submit(unitOf(thirdCompany))]);
  expect(batches[0]).toEqual([evenCompany, thirdCompany, evenCompany, evenCompany]);
  expect(batches[1]).toEqual([evenCompany, evenCompany, evenCompany]);
});

it('fails what waits along with what was tried when the database does not answer', async () => {
  const { queue, commits } = controlledQueue();
  const tried = queue.submit(unitOf(evenCompany));
  await turn();
  const waiting = queue.submit(unitOf(evenCompany));
  const outcomes = Promise.allSettled([tried, waiting]);
  commits[0]?.fail(new DomainError(databaseErrors.unavailable));
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ reason: { kind: 'unavailable' } });
  }
  expect(commits).toHaveLength(1);
  const later = queue.submit(unitOf(evenCompany));
  await turn();
  commits[1]?.pass();
  expect((await later).status).toBe('committed');
});

it('still tries what waits when one commit took too long', async () => {
  const { queue, commits } = controlledQueue();
  const tried = queue.submit(unitOf(evenCompany));
  await turn();
  const waiting = queue.submit(unitOf(evenCompany));
  commits[0]?.fail(new DomainError(databaseErrors.deadlineExceeded));
  await expect(tried).rejects.toMatchObject({ kind: 'deadline_exceeded' });
  await turn();
  commits[1]?.pass();
  expect((await waiting).status).toBe('committed');
});
