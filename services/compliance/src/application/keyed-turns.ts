/** Runs work for one key at a time, in the order asked; different keys do not wait. */
export type KeyedTurns = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

export const createKeyedTurns = (): KeyedTurns => {
  const last = new Map<string, Promise<void>>();
  return async (key, work) => {
    const result = (last.get(key) ?? Promise.resolve()).then(work);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, settled);
    try {
      return await result;
    } finally {
      if (last.get(key) === settled) last.delete(key);
    }
  };
};
