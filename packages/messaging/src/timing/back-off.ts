/** How long to wait before trying again. */
export interface BackOff {
  /** Upper bound of the first wait, in milliseconds. */
  readonly delayMsMin: number;
  /** Upper bound of every later wait, in milliseconds. */
  readonly delayMsMax: number;
}

/**
 * The wait after a number of failed attempts: doubles each time, and is random between half and the
 * whole of that, so that those who failed together do not come back together.
 */
export const backOffDelayMs = (
  { delayMsMin, delayMsMax }: BackOff,
  attempts: number,
  random: () => number = Math.random,
): number => {
  const exponent = Math.min(Math.max(attempts, 1) - 1, 30);
  const bound = Math.min(delayMsMax, delayMsMin * 2 ** exponent);
  return Math.round((bound / 2) * (1 + random()));
};
