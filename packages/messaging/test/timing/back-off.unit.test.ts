import { backOffDelayMs } from '../../src/timing/back-off';

describe('back-off', () => {
  const backOff = { delayMsMin: 100, delayMsMax: 1_000 };
  const delays = (random: number): number[] =>
    [0, 1, 2, 3, 4, 5, 1_000].map((attempts) => backOffDelayMs(backOff, attempts, () => random));

  it('doubles up to its limit', () => {
    expect(delays(1)).toEqual([100, 100, 200, 400, 800, 1_000, 1_000]);
  });

  it('waits at least half of that, whatever chance says', () => {
    expect(delays(0)).toEqual([50, 50, 100, 200, 400, 500, 500]);
  });

  it('differs from one caller to the next', () => {
    const chosen = new Set(Array.from({ length: 20 }, () => backOffDelayMs(backOff, 5)));

    expect(chosen.size).toBeGreaterThan(1);
  });
});
