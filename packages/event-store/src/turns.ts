/** Runs work that shares a name one after another, in the order it was asked for. */
export type Turns = <Result>(name: unknown, work: () => Promise<Result>) => Promise<Result>;

/** A failure ends its own turn only. Names are forgotten when nobody waits for them any more. */
export const createTurns = (): Turns => {
  const last = new Map<unknown, Promise<unknown>>();
  return (name, work) => {
    const before = last.get(name) ?? Promise.resolve();
    const turn = before.then(work, work);
    last.set(name, turn);
    const forget = (): void => {
      if (last.get(name) === turn) last.delete(name);
    };
    turn.then(forget, forget);
    return turn;
  };
};
