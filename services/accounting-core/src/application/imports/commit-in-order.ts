import type { CommitOutcome } from '@accounting/event-store';
import { reject } from '@accounting/kernel';
import type { LedgerMetrics } from '../ports';
import { errors } from './errors';
import { withinTime } from './within-time';

/** A commit takes milliseconds; a statement of it is given up much sooner. */
const predecessorWaitMsMax = 20_000;

interface CommitOrder {
  readonly predecessor: Promise<void> | undefined;
  readonly metrics: LedgerMetrics;
  readonly waitMsMax?: number;
}

/**
 * Begins a commit whose transaction the event store opens when the one before has ended. What is
 * given to `commit` fails when that one failed, so that no chunk is recorded without its
 * predecessor, or when that one does not end: its transaction may be what the other waits for.
 */
export const commitInOrder = (
  { predecessor, metrics, waitMsMax = predecessorWaitMsMax }: CommitOrder,
  commit: (requireOrder: () => Promise<void>) => Promise<readonly CommitOutcome[]>,
): Promise<void> => {
  const committed = commit(async () => {
    if (predecessor === undefined) return;
    await withinTime(predecessor, waitMsMax, () => reject(errors.predecessorLate));
  }).then((outcomes) => {
    metrics.recorded(
      outcomes.flatMap((outcome) => (outcome.status === 'committed' ? outcome.events : [])),
    );
  });
  // A failure is met when its turn comes; until then it must not count as unhandled.
  committed.catch(() => undefined);
  return committed;
};
