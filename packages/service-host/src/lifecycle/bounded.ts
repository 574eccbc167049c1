/** A step that did not finish in its time. */
export class StepTimeout extends Error {
  override readonly name = 'StepTimeout';

  constructor(step: string, timeoutMs: number) {
    super(`${step} did not finish within ${timeoutMs} ms`);
  }
}

/** The outcome of the work, or a `StepTimeout`; the work itself is not stopped by it. */
export const within = async <Result>(
  step: string,
  timeoutMs: number,
  work: () => Promise<Result> | Result,
): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, fail) => {
    timer = setTimeout(() => {
      fail(new StepTimeout(step, timeoutMs));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearTimeout(timer);
  }
};
