import { setImmediate } from 'node:timers/promises';
import { countInTurns } from '../../../src/application/imports/posted-parts';

const postings = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ type: 'TransactionPosted', data: { index } }));

describe('telling the metrics of many postings', () => {
  it.each([0, 1, 1_000, 2_500])('tells of each of %i once, in order', async (count) => {
    const told: object[] = [];
    await countInTurns({ recorded: (events) => told.push(...events) }, postings(count));
    expect(told).toEqual(postings(count));
  });

  it('lets others have their turn in between', async () => {
    const steps: string[] = [];
    const counting = countInTurns(
      { recorded: (events) => steps.push(`${String(events.length)} told`) },
      postings(2_500),
    );
    for (let turn = 1; turn <= 3; turn += 1) {
      steps.push('another');
      await setImmediate();
    }
    await counting;
    expect(steps).toEqual(['another', '1000 told', 'another', '1000 told', 'another', '500 told']);
  });
});
