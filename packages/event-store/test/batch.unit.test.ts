import type { CommitUnit } from '@accounting/event-store';
import { splitIntoWaves, takeBatch, type Waiting } from '../src/batch';
import { encodeUnit } from '../src/encoded-unit';
import { aClaim, anAppend, anEvent, aUnit, newCompany, newStream } from './fixtures';

const company = newCompany();
const limits = { commitUnitsMax: 3, commitBytesMax: 100_000 };

const waitingFor = (...units: readonly CommitUnit[]): Waiting[] =>
  units.map((unit, number) => ({
    unit: encodeUnit(unit, number),
    resolve: () => undefined,
    reject: () => undefined,
  }));

/** The numbers of the units taken, of their followers, and of those left. */
const take = (queue: readonly Waiting[], with_: Partial<typeof limits> = {}) => {
  const { batch, rest } = takeBatch(queue, { ...limits, ...with_ });
  return {
    taken: batch.map(({ leader }) => leader.unit.number),
    followers: batch.map(({ followers }) => followers.map(({ unit }) => unit.number)),
    left: rest.map(({ unit }) => unit.number),
  };
};

const advancing = (): CommitUnit => aUnit(company, { advancedMarkers: ['accounts'] });

describe('a batch', () => {
  it('takes what waits, in order, up to its number of units', () => {
    const queue = waitingFor(...Array.from({ length: 5 }, () => aUnit(company)));
    expect(take(queue)).toMatchObject({ taken: [0, 1, 2], left: [3, 4] });
  });

  it('takes what waits up to its number of bytes, and a larger unit alone', () => {
    const large = aUnit(company, {
      appends: [anAppend(newStream(), 0, anEvent({ text: 'ა'.repeat(400) }))],
    });
    const queue = waitingFor(aUnit(company), large, aUnit(company));
    expect(take(queue, { commitBytesMax: 1_400 })).toMatchObject({ taken: [0], left: [1, 2] });
    expect(take(queue.slice(1), { commitBytesMax: 1_400 })).toMatchObject({
      taken: [1],
      left: [2],
    });
  });

  it('passes over a second unit on the same stream, and keeps its place in the queue', () => {
    const append = anAppend(newStream(), 0);
    const queue = waitingFor(
      aUnit(company, { appends: [append] }),
      aUnit(company, { appends: [append] }),
      aUnit(newCompany(), { appends: [append] }),
      aUnit(company),
      aUnit(company),
    );
    expect(take(queue)).toMatchObject({ taken: [0, 2, 3], left: [1, 4] });
  });

  it('attaches units with the same key of the same company to the first', () => {
    const unit = (): CommitUnit => aUnit(company, { idempotency: aClaim('k') });
    const queue = waitingFor(
      unit(),
      aUnit(company),
      unit(),
      unit(),
      aUnit(newCompany(), { idempotency: aClaim('k') }),
    );
    expect(take(queue)).toEqual({ taken: [0, 1, 4], followers: [[2, 3], [], []], left: [] });
  });

  it('has a unit that advances a marker alone', () => {
    const queue = waitingFor(aUnit(company), advancing(), aUnit(company));
    expect(take(queue)).toMatchObject({ taken: [0], left: [1, 2] });
    expect(take(queue.slice(1))).toMatchObject({ taken: [1], left: [2] });
  });

  it('looks only so far down a queue of units that cannot join', () => {
    const append = anAppend(newStream(), 0);
    const queue = waitingFor(
      ...Array.from({ length: 12 }, () => aUnit(company, { appends: [append] })),
      aUnit(company),
    );
    expect(take(queue).taken).toEqual([0]);
    expect(take(queue).left).toHaveLength(12);
  });
});

describe('waves', () => {
  const wavesOf = (units: readonly CommitUnit[], unitsMax = 10): number[][] =>
    splitIntoWaves(units.map(encodeUnit), unitsMax).map((wave) => wave.map(({ number }) => number));

  it('hold at most so many units', () => {
    const units = Array.from({ length: 5 }, () => aUnit(company));
    expect(wavesOf(units, 2)).toEqual([[0, 1], [2, 3], [4]]);
  });

  it('keep units on one stream or one key apart, and in order', () => {
    const streamId = newStream();
    const units = [
      aUnit(company, { appends: [anAppend(streamId, 0)] }),
      aUnit(company, { idempotency: aClaim('k') }),
      aUnit(company, { appends: [anAppend(streamId, 1)] }),
      aUnit(company, { idempotency: aClaim('k') }),
      aUnit(company, { idempotency: aClaim('k') }),
    ];
    expect(wavesOf(units)).toEqual([[0, 1], [2, 3], [4]]);
  });

  it('have a unit that advances a marker alone', () => {
    expect(wavesOf([aUnit(company), advancing(), aUnit(company), aUnit(company)])).toEqual([
      [0],
      [1],
      [2, 3],
    ]);
  });
});
