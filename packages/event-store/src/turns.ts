/** A place in line. */
export interface Turn {
  /** Resolves when all before have ended. */
  readonly come: Promise<void>;
  /** Lets the next in line prepare as soon as this turn has come; otherwise when it has ended. */
  readonly letNextPrepare: () => void;
}

/**
 * Runs work that shares a name one after another, in the order it was asked for. The next in line
 * may be called before its turn, to prepare, if the one before it allows; nobody behind it is.
 */
export type Turns = <Result>(
  name: unknown,
  work: (turn: Turn) => Promise<Result>,
) => Promise<Result>;

/** The last in line, as the one behind it sees it. */
interface Place {
  /** The next may prepare. */
  readonly ready: Promise<unknown>;
  /** It and all before it have ended. */
  readonly ended: Promise<void>;
}

const nobody: Place = { ready: Promise.resolve(), ended: Promise.resolve() };

/** A failure ends its own turn only. Names are forgotten when nobody waits for them any more. */
export const createTurns = (): Turns => {
  const last = new Map<unknown, Place>();
  return (name, work) => {
    const before = last.get(name) ?? nobody;
    let letNextPrepare = (): void => undefined;
    const isPrepared = new Promise<void>((resolve) => (letNextPrepare = resolve));
    const turn = { come: before.ended, letNextPrepare };
    const result = before.ready.then(() => work(turn));
    // Whoever fails while preparing must not let the next one overtake those before.
    const ended = Promise.allSettled([before.ended, result]).then(() => {
      if (last.get(name) === place) last.delete(name);
    });
    const ready = Promise.all([before.ended, Promise.race([isPrepared, ended])]);
    const place: Place = { ready, ended };
    last.set(name, place);
    return result;
  };
};
