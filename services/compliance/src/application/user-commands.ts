import type { Transaction } from '@accounting/database';
import { type Aggregate, type EventStore, type Json, type StreamId } from '@accounting/event-store';
import { invariant, type ActorId, type Instant, type NewUuid, type Uuid } from '@accounting/kernel';
import { runCommand, type IdempotencyToken, type RequestContext } from '@accounting/service-host';
import { identityRealm } from '../domain/identity-realm';
import type { UserCommand } from '../domain/user/commands';
import { userDecider } from '../domain/user/decide';
import type { UserEvent } from '../domain/user/events';
import type { User } from '../domain/user/state';
import { createKeyedTurns } from './keyed-turns';
import { digestOf } from './secret-values';

/** Who causes facts about people, and when. */
export interface Origin {
  readonly actorId: ActorId;
  readonly correlationId: string;
  readonly now: Instant;
  readonly idempotency?: IdempotencyToken;
}

type WithoutMetadata<Command> = Command extends unknown ? Omit<Command, 'metadata'> : never;

export interface UserCommands {
  /**
   * Decides on one person's account and records the facts in the identity realm, together with the
   * rows that `alongside` writes. What it throws is thrown, and nothing is recorded.
   */
  run(
    origin: Origin,
    userId: Uuid,
    command: WithoutMetadata<UserCommand>,
    alongside?: (transaction: Transaction) => Promise<void>,
  ): Promise<void>;
}

/** Somebody signs in for years; without a snapshot every sign-in would read all before it. */
const userAggregate: Aggregate<UserEvent, User> = {
  ...userDecider,
  snapshots: {
    schemaVersion: 1,
    toJson: (user) => user as unknown as Json,
    fromJson: (json) => json as unknown as User,
  },
};

const userStream = (userId: Uuid): StreamId => `user-${userId}`;

export const createUserCommands = ({
  eventStore,
  newUuid,
}: {
  readonly eventStore: EventStore<Transaction>;
  readonly newUuid: NewUuid;
}): UserCommands => {
  // Requests of one person at the same moment would otherwise lose the race for their stream.
  const inTurn = createKeyedTurns();
  return {
    run: (origin, userId, command, alongside) =>
      inTurn(userId, async () => {
        const { actorId, now } = origin;
        const context = { ...origin, companyId: identityRealm };
        await runCommand<UserEvent, User, null>({ eventStore, newUuid }, context, {
          aggregate: userAggregate,
          streams: [{ streamId: userStream(userId) }],
          decide: ([loaded]) => {
            invariant(loaded !== undefined, 'the stream asked for is loaded');
            const metadata = { actorId, now };
            const events = userDecider.decide({ ...command, metadata }, loaded.state);
            return { events: [events], answer: () => null, ...(alongside && { alongside }) };
          },
        });
      }),
  };
};

/** The person who asks, in a request about themselves. */
export const originOf = ({ actorId, correlationId, now }: RequestContext): Origin => ({
  actorId,
  correlationId,
  now,
});

/**
 * As `originOf`, with the key of a request that is one command. Clients choose keys without knowing
 * of each other, and all share one realm here, so whose it is becomes part of it.
 */
export const keyedOriginOf = (context: RequestContext): Origin => {
  const { companyId, actorId, idempotency } = context;
  if (idempotency === undefined) return originOf(context);
  const key = digestOf(`${companyId} ${actorId} ${idempotency.key}`).toString('hex');
  return { ...originOf(context), idempotency: { ...idempotency, key } };
};
