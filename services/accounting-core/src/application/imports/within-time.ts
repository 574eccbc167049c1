import { setTimeout as delay } from 'node:timers/promises';

/** What work results in; rejects when it takes longer, and leaves it to itself. */
export const withinTime = async <Result>(
  work: Promise<Result>,
  milliseconds: number,
  lateness: () => Error,
): Promise<Result> => {
  const settled = new AbortController();
  const late = delay(milliseconds, undefined, { signal: settled.signal }).then(() => {
    throw lateness();
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    settled.abort();
  }
};
