import { databaseErrors } from '@accounting/database';
import type { CommitOutcome } from '@accounting/event-store';
import { DomainError } from '@accounting/kernel';
import { commitOrSplit, retryingRaces, type CommitBatch } from '../src/committing';
import { encodeUnit, type EncodedUnit } from '../src/encoded-unit';
import { aUnit, newCompany } from './fixtures';

const company = newCompany();
const units = Array.from({ length: 16 }, (_, number) => encodeUnit(aUnit(company), number));
const committed: CommitOutcome = { status: 'committed', events: [] };

const lostRace = Object.assign(new Error('duplicate key'), {
  code: '23505',
  schema: 'event_sourcing',
});

/** Fails batches for which the rule gives an error, and counts the attempts. */
const commitUnless = (
  rule: (batch: readonly EncodedUnit[], attempt: number) => Error | undefined,
): { readonly attempts: () => number; readonly commitBatch: CommitBatch } => {
  let attempts = 0;
  return {
    attempts: () => attempts,
    commitBatch: async (batch) => {
      attempts += 1;
      const failure = rule(batch, attempts);
      if (failure !== undefined) throw failure;
      return batch.map(() => committed);
    },
  };
};

const failedNumbers = (settled: readonly object[]): number[] =>
  settled.flatMap((result, index) => ('failure' in result ? [index] : []));

it('finds the units that cannot be committed without trying each of the others alone', async () => {
  const { commitBatch, attempts } = commitUnless((batch) =>
    batch.some(({ number }) => number === 5) ? new Error('refused') : undefined,
  );
  const settled = await commitOrSplit(units, commitBatch, 3);
  expect(failedNumbers(settled)).toEqual([5]);
  expect(attempts()).toBe(9);
});

it.each([databaseErrors.unavailable, databaseErrors.deadlineExceeded])(
  'fails all at once when the database is $kind',
  async (definition) => {
    const { commitBatch, attempts } = commitUnless(() => new DomainError(definition));
    expect(failedNumbers(await commitOrSplit(units, commitBatch, 3))).toHaveLength(16);
    expect(attempts()).toBe(1);
  },
);

it('tries a unit again that lost a race, and gives up after the retries allowed', async () => {
  const [unit] = units;
  const once = commitUnless((_batch, attempt) => (attempt === 1 ? lostRace : undefined));
  expect(await commitOrSplit(unit ? [unit] : [], once.commitBatch, 3)).toEqual([
    { outcome: committed },
  ]);
  const always = commitUnless(() => new DomainError(databaseErrors.aborted));
  expect(await commitOrSplit(unit ? [unit] : [], always.commitBatch, 3)).toMatchObject([
    { failure: { kind: 'aborted', code: 'event_store.contention' } },
  ]);
  expect(always.attempts()).toBe(4);
});

it('does not take a constraint of a read model for a lost race', async () => {
  const constraint = Object.assign(new Error('duplicate'), { code: '23505', schema: 'ledger' });
  const { commitBatch, attempts } = commitUnless(() => constraint);
  expect(await commitOrSplit(units.slice(0, 1), commitBatch, 3)).toEqual([{ failure: constraint }]);
  expect(attempts()).toBe(1);
});

describe('a transaction of many units', () => {
  it('is run again after a lost race, at most as often as allowed', async () => {
    let attempts = 0;
    const transact = async (): Promise<never> => {
      attempts += 1;
      throw lostRace;
    };
    await expect(retryingRaces(2, transact)).rejects.toMatchObject({
      kind: 'aborted',
      cause: lostRace,
    });
    expect(attempts).toBe(3);
  });

  it('is not run again for any other failure', async () => {
    const failure = new Error('alongside failed');
    await expect(retryingRaces(2, () => Promise.reject(failure))).rejects.toBe(failure);
  });
});
