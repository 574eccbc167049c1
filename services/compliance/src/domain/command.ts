import type { ActorId, Instant } from '@accounting/kernel';

/** Who asks, and when; the domain knows no other clock. */
export interface CommandMetadata {
  readonly actorId: ActorId;
  readonly now: Instant;
}

export interface Command<Type extends string, Data> {
  readonly type: Type;
  readonly data: Data;
  readonly metadata: CommandMetadata;
}
