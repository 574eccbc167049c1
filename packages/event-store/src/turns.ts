/**
 * Runs work that shares a name one after another, in the order it was asked for. The next in line
 * is called already while the one before has its turn, to prepare; `turn` resolves when its own
 * comes.
 */
export type Turns = <Result>(
  name: unknown,
  work: (turn: Promise<void>) => Promise<Result>,
) => Promise<Result>;

/** The last in line, as the one behind it sees it. */
interface Place {
  /** Its turn has come. */
  readonly come: Promise<void>;
  /** It and all before it have ended. */
  readonly ended: Promise<void>;
}

const nobody: Place = { come: Promise.resolve(), ended: Promise.resolve() };

/** A failure ends its own turn only. Names are forgotten when nobody waits for them any more. */
export const createTurns = (): Turns => {
  const last = new Map<unknown, Place>();
  return (name, work) => {
    const before = last.get(name) ?? nobody;
    const result = before.come.then(() => work(before.ended));
    // Whoever fails while preparing must not let the next one overtake those before.
    const ended = Promise.allSettled([before.ended, result]).then(() => {
      if (last.get(name) === place) last.delete(name);
    });
    const place: Place = { come: before.ended, ended };
    last.set(name, place);
    return result;
  };
};
