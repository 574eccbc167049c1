/** Wakes one waiting loop. A ring that nobody waits for is kept until the next wait. */
export class Bell {
  private hasRung = false;
  private wake: (() => void) | undefined;

  ring(): void {
    this.hasRung = true;
    this.wake?.();
  }

  /** Resolves at the next ring, after the time, or when the signal aborts, whichever is first. */
  async wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (!this.hasRung && signal?.aborted !== true) {
      await new Promise<void>((resolve) => {
        const finish = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', finish);
          this.wake = undefined;
          resolve();
        };
        const timer = setTimeout(finish, milliseconds);
        signal?.addEventListener('abort', finish);
        this.wake = finish;
      });
    }
    this.hasRung = false;
  }
}

/** Resolves after the time, or when the signal aborts. */
export const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Bell().wait(milliseconds, signal);

/** Resolves when the work has settled, however it went, or after the time. */
export const settledWithin = async (
  work: Promise<unknown>,
  milliseconds: number,
): Promise<void> => {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  work.then(end, end);
  await pause(milliseconds, ended.signal);
};
