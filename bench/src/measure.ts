/** What a load gave. */
export interface Measurement {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly count: number;
}

/** Runs `work` over and over in so many lanes at once, first unmeasured, then measured. */
export const measureLoad = async (
  { lanes, warmUpMs, measureMs }: LoadShape,
  work: (lane: number) => Promise<number>,
): Promise<Measurement> => {
  const startedAt = performance.now();
  const measuredFrom = startedAt + warmUpMs;
  const until = measuredFrom + measureMs;
  const latencies: number[] = [];
  let done = 0;
  const runLane = async (lane: number): Promise<void> => {
    for (;;) {
      const begun = performance.now();
      if (begun >= until) return;
      const count = await work(lane);
      const ended = performance.now();
      if (ended < measuredFrom || ended > until) continue;
      done += count;
      latencies.push(ended - begun);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
  latencies.sort((one, other) => one - other);
  return {
    perSecond: (done * 1000) / measureMs,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    count: done,
  };
};

export interface LoadShape {
  readonly lanes: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

const roundCount = 3;

/**
 * Measures things in turns, several times over, so that what the machine does besides meets them
 * all alike. Resolves with the rounds.
 */
export const inRounds = async <Round>(measure: () => Promise<Round>): Promise<readonly Round[]> => {
  const rounds: Round[] = [];
  while (rounds.length < roundCount) rounds.push(await measure());
  return rounds;
};

/** The value in the middle. */
export const median = (values: readonly number[]): number =>
  percentile(
    values.toSorted((one, other) => one - other),
    0.5,
  );

/** Each figure's median. */
export const medianOf = (measurements: readonly Measurement[]): Measurement => ({
  perSecond: median(measurements.map(({ perSecond }) => perSecond)),
  p50Ms: median(measurements.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(measurements.map(({ p99Ms }) => p99Ms)),
  count: measurements.reduce((sum, { count }) => sum + count, 0),
});

/** The median of the ratios of each round. */
export const medianRatio = <Round>(
  rounds: readonly Round[],
  measured: (round: Round) => { readonly perSecond: number },
  compared: (round: Round) => { readonly perSecond: number },
): number => median(rounds.map((round) => measured(round).perSecond / compared(round).perSecond));
