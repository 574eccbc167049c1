/**
 * A read that many ask for at once: those who ask while one is under way share it, and its answer
 * is good for `forMs` milliseconds after it has come. A failure is shared by those who waited, and
 * kept for nobody else.
 */
export const sharedReading = <Value>(
  read: () => Promise<Value>,
  forMs: number,
  nowMs: () => number,
): (() => Promise<Value>) => {
  let current: Promise<Value> | undefined;
  let goodUntilMs = Infinity;
  return () => {
    if (current !== undefined && nowMs() < goodUntilMs) return current;
    goodUntilMs = Infinity;
    const reading = read();
    current = reading;
    reading.then(
      () => {
        goodUntilMs = nowMs() + forMs;
      },
      () => {
        current = undefined;
      },
    );
    return reading;
  };
};
