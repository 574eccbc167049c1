/**
 * The whole contract of an aggregate. `decide` answers a command with the facts that follow from it
 * or throws a `DomainError`; `evolve` folds one fact into the state. Both are pure: time, identity
 * and reference data arrive inside the command.
 */
export interface Decider<Command, Event, State> {
  readonly initialState: () => State;
  readonly decide: (command: Command, state: State) => readonly Event[];
  readonly evolve: (state: State, event: Event) => State;
}
