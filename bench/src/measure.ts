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

/** The mean of two measurements of one thing, taken before and after another. */
export const meanPerSecond = (measurements: readonly Measurement[]): number =>
  measurements.reduce((sum, { perSecond }) => sum + perSecond, 0) / measurements.length;
