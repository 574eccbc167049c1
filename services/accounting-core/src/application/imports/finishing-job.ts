import { DomainError, type Clock } from '@accounting/kernel';
import type { BackgroundJob } from '@accounting/service-host';
import { setTimeout as delay } from 'node:timers/promises';
import { applyAll } from './all-or-nothing';
import { importRun, type ImportDependencies } from './import-context';
import { isBatchBusy } from './skip-bad-rows';
import { withinTime } from './within-time';

/** What the job stands on. */
export interface FinishingDependencies extends ImportDependencies {
  readonly clock: Clock;
}

type Left = Awaited<ReturnType<ImportDependencies['batches']['findApplying']>>[number];

const roundIntervalMs = 15_000;
/** Batches that are finished at the same time; each holds two chunks of rows. */
const lanes = 4;
/** When a batch has had so long, it is another's turn. */
const turnMs = 30_000;
/** A turn ends between two commits; a batch that does not end it so much later is stuck. */
const stuckAfterMs = 60_000;

/**
 * Finishes batches that a crash left half posted, those of several companies at a time. What is
 * wrong with one, or keeps it waiting for ever, does not hold up the others.
 */
export const createFinishingJob = (
  dependencies: FinishingDependencies,
  pace: { readonly turnMs: number; readonly stuckAfterMs: number } = { turnMs, stuckAfterMs },
): BackgroundJob => {
  const { batches, clock } = dependencies;
  const underWay = new Set<string>();

  const finish = async ({ companyId, batchId }: Left, signal: AbortSignal): Promise<void> => {
    const batch = await batches.find(companyId, batchId);
    if (batch === undefined) return;
    const correlationId = `import ${batchId}`;
    const run = importRun(companyId, batch, { correlationId, now: clock() });
    // Another process may be at it; each chunk is posted by one of the two, and that is enough.
    await applyAll(run, dependencies, { now: clock, signal }).catch((error: unknown) => {
      if (!isBatchBusy(error) && !isTransient(error)) throw error;
    });
  };

  const giveTurn = async (left: Left, signal: AbortSignal): Promise<void> => {
    const key = `${left.companyId} ${left.batchId}`;
    const turn = AbortSignal.any([signal, AbortSignal.timeout(pace.turnMs)]);
    underWay.add(key);
    const work = finish(left, turn).finally(() => underWay.delete(key));
    await withinTime(work, pace.stuckAfterMs, () => new Error(`the import ${key} is stuck`));
  };

  const runRound = async (signal: AbortSignal): Promise<void> => {
    const waiting = (await batches.findApplying()).filter(
      ({ companyId, batchId }) => !underWay.has(`${companyId} ${batchId}`),
    );
    const failures: unknown[] = [];
    const takeNext = async (): Promise<void> => {
      for (let left = waiting.shift(); left !== undefined; left = waiting.shift()) {
        if (signal.aborted) return;
        await giveTurn(left, signal).catch((error: unknown) => failures.push(error));
      }
    };
    await Promise.all(Array.from({ length: lanes }, takeNext));
    // Reported when all have had their turn.
    if (failures.length > 0) throw failures[0];
  };

  return {
    name: 'import-finishing',
    run: async (signal) => {
      while (!signal.aborted) {
        await runRound(signal);
        await delay(roundIntervalMs, undefined, { signal }).catch(() => undefined);
      }
    },
  };
};

const isTransient = (error: unknown): boolean =>
  error instanceof DomainError && (error.kind === 'unavailable' || error.kind === 'aborted');
