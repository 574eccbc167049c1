import { setTimeout as delay } from 'node:timers/promises';

/** Waits so many milliseconds, or until the signal is aborted. Never throws. */
export const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
};

/** The newest of a sequence of values, which others wait for. */
export interface Latest<Value> {
  get(): Value | undefined;
  set(value: Value): void;
  /** As `pause`, and no longer than until a newer value comes. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Starts without a value. */
export const createLatest = <Value>(): Latest<Value> => {
  let value: Value | undefined;
  let newer = new AbortController();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      newer.abort();
      newer = new AbortController();
    },
    wait: (milliseconds, signal) => pause(milliseconds, AbortSignal.any([signal, newer.signal])),
  };
};
