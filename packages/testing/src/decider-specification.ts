import { DomainError, type Decider } from '@accounting/kernel';

/** What is expected of a refusal besides its code. */
interface ExpectedRefusal {
  readonly kind?: DomainError['kind'];
  /** The place of the input that is at fault, as in the first violation. */
  readonly field?: string;
  readonly details?: DomainError['details'];
}

interface Outcome<Event> {
  /** The command leads to exactly these events. */
  then(expected: readonly Event[]): void;
  /** The command is accepted and changes nothing. */
  thenNothing(): void;
  /** The command is refused with the error of this code. */
  thenRejects(code: string, expected?: ExpectedRefusal): void;
}

interface History<Command, Event> {
  when(command: Command): Outcome<Event>;
}

interface Specification<Command, Event> {
  /** Facts recorded before; none for an aggregate that does not exist yet. */
  given(events: readonly Event[]): History<Command, Event>;
}

const freezeDeeply = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freezeDeeply);
};

const refusalOf = (decide: () => unknown): DomainError => {
  let events: unknown;
  try {
    events = decide();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`Expected a refusal, but the command led to ${JSON.stringify(events, null, 2)}`);
};

const expectRefusal = (
  refusal: DomainError,
  code: string,
  { kind, field, details }: ExpectedRefusal,
): void => {
  expect(refusal.code).toBe(code);
  if (kind !== undefined) expect(refusal.kind).toBe(kind);
  if (field !== undefined) expect(refusal.violations[0]?.field).toBe(field);
  if (details !== undefined) expect(refusal.details).toMatchObject(details);
};

/**
 * Given these events, when this command, then these events or this refusal:
 * `DeciderSpecification.for(decider).given([opened]).when(post).then([posted])`. State and command
 * are frozen first, so that a decider which changes its input fails.
 */
export const DeciderSpecification = {
  for: <Command, Event, State>(
    decider: Decider<Command, Event, State>,
  ): Specification<Command, Event> => ({
    given: (events) => ({
      when: (command) => {
        const decide = (): readonly Event[] => {
          const state = events.reduce((folded, event) => {
            freezeDeeply(folded);
            return decider.evolve(folded, event);
          }, decider.initialState());
          freezeDeeply(state);
          freezeDeeply(command);
          return decider.decide(command, state);
        };
        return {
          then: (expected) => {
            expect(decide()).toStrictEqual(expected);
          },
          thenNothing: () => {
            expect(decide()).toStrictEqual([]);
          },
          thenRejects: (code, expected = {}) => {
            expectRefusal(refusalOf(decide), code, expected);
          },
        };
      },
    }),
  }),
};
