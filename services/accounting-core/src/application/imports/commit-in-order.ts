import type { CommitOutcome } from '@accounting/event-store';
import type { LedgerMetrics } from '../ports';

interface CommitOrder {
  readonly predecessor: Promise<void> | undefined;
  readonly metrics: LedgerMetrics;
}

/**
 * Begins a commit that the event store ends after the one before. What is given to `commit` is
 * called in the commit's turn and fails when the one before failed, so that no chunk is recorded
 * without its predecessor.
 */
export const commitInOrder = (
  { predecessor, metrics }: CommitOrder,
  commit: (requireOrder: () => Promise<void>) => Promise<readonly CommitOutcome[]>,
): Promise<void> => {
  const committed = commit(async () => {
    await predecessor;
  }).then((outcomes) => {
    metrics.recorded(
      outcomes.flatMap((outcome) => (outcome.status === 'committed' ? outcome.events : [])),
    );
  });
  // A failure is met when its turn comes; until then it must not count as unhandled.
  committed.catch(() => undefined);
  return committed;
};
