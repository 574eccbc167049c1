import type { ActorId } from './identifiers';
import type { Instant } from './instant';

/** Who asks, and when; the domain knows no other clock. */
export interface CommandMetadata {
  readonly actorId: ActorId;
  readonly now: Instant;
}

/** What somebody asks a decider for. */
export interface Command<Type extends string, Data> {
  readonly type: Type;
  readonly data: Data;
  readonly metadata: CommandMetadata;
}
