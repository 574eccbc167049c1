import fc from 'fast-check';
import { SlotProgress } from '../../src/postgres-transport/slot-progress';

describe('progress of a slot', () => {
  it('passes nothing that is unfinished, in whatever order the others finish', () => {
    const orders = fc.integer({ min: 1, max: 30 }).chain((count) =>
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, index) => index),
        { minLength: count, maxLength: count },
      ),
    );
    fc.assert(
      fc.property(orders, (order) => {
        const progress = new SlotProgress('topic', 0, 100);
        const offsets = order.map((_, index) => 101 + index * 3);
        const outstanding = offsets.map((offset) => progress.add(offset));
        const finished = new Set<number>();
        for (const index of order) {
          outstanding[index]?.finish();
          finished.add(index);
          const firstUnfinished = offsets.findIndex((_, at) => !finished.has(at));
          const expected = firstUnfinished === -1 ? offsets.length : firstUnfinished;
          expect(progress.handledOffset).toBe([100, ...offsets][expected]);
        }
      }),
    );
  });

  it('asks for more when half of its window is free, and not before', () => {
    const progress = new SlotProgress('topic', 0, 0);
    const outstanding = Array.from({ length: 10 }, (_, index) => progress.add(index + 1));
    expect(progress.room(10)).toBe(0);
    for (const one of outstanding.slice(0, 4)) one.finish();
    expect(progress.room(10)).toBe(0);
    outstanding[4]?.finish();

    expect(progress.room(10)).toBe(5);
  });

  it('asks for nothing when nothing is left', () => {
    const progress = new SlotProgress('topic', 0, 0);
    progress.mayHaveMore = false;

    expect(progress.room(10)).toBe(0);
  });

  it('stops fetching when too much has finished behind one that has not', () => {
    const progress = new SlotProgress('topic', 0, 0);
    const first = progress.add(1);
    for (let offset = 2; offset <= 10_000; offset += 1) progress.add(offset).finish();
    expect(progress.room(10)).toBe(0);
    first.finish();

    expect(progress.room(10)).toBe(10);
    expect(progress.handledOffset).toBe(10_000);
  });
});
