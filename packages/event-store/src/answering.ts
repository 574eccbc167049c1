import type { Batched, Waiting } from './batch';
import { failsEverybody, type Settled } from './committing';
import type { CommitOutcome, IdempotencyClaim, Json } from './port';

/**
 * Tells a unit what became of it, and those with the same idempotency key where that follows;
 * returns the ones that must be committed after all.
 */
export const answer = ({ leader, followers }: Batched, settled: Settled): readonly Waiting[] => {
  const claim = leader.unit.unit.idempotency;
  if ('failure' in settled) {
    leader.reject(settled.failure);
    return followers.filter((follower) => !failWith(settled.failure, follower, claim));
  }
  leader.resolve(settled.outcome);
  const firstAnswer = firstAnswerOf(settled.outcome, claim);
  if (firstAnswer === undefined) return followers;
  for (const follower of followers) {
    follower.resolve(
      isSameRequest(follower, claim)
        ? { status: 'replayed', answer: firstAnswer.answer }
        : { status: 'key_reused' },
    );
  }
  return [];
};

/** The same request would fail the same way; another one may not. */
const failWith = (
  failure: unknown,
  follower: Waiting,
  claim: IdempotencyClaim | undefined,
): boolean => {
  if (!isSameRequest(follower, claim) && !failsEverybody(failure)) return false;
  follower.reject(failure);
  return true;
};

/** What the claim now holds, when the outcome tells that it belongs to the leader's request. */
const firstAnswerOf = (
  outcome: CommitOutcome,
  claim: IdempotencyClaim | undefined,
): { readonly answer: Json } | undefined => {
  if (outcome.status === 'replayed') return outcome;
  return outcome.status === 'committed' ? claim : undefined;
};

const isSameRequest = (follower: Waiting, claim: IdempotencyClaim | undefined): boolean =>
  follower.unit.unit.idempotency?.requestHash === claim?.requestHash;
