import { DomainError, reject } from '@accounting/kernel';
import type { CommitOutcome } from '@accounting/event-store';
import type { ImportBatch, ImportProgress } from '../import-ports';
import { errors } from './errors';
import type { ImportChunk } from './import-chunks';
import { unitOf, type ImportDependencies, type ImportRun } from './import-context';
import { createRowDecisions } from './row-decisions';

/** Thrown inside the commit to undo it: the ledger changed between decision and commit. */
const ledgerMoved = new Error('the ledger changed while a chunk was decided');

const attemptsMax = 5;

/** Posts the good rows of each chunk together with the batch's progress, chunk by chunk. */
export const postAsItReads = async (
  run: ImportRun,
  batch: ImportBatch,
  chunks: AsyncIterable<ImportChunk>,
  dependencies: ImportDependencies,
): Promise<ImportProgress> => {
  const post = createChunkPoster(run, dependencies);
  let progress: ImportProgress = batch;
  // While one chunk is committed the next is read and parsed; commits keep the order of the file.
  let pending: Promise<ImportProgress> = Promise.resolve(progress);
  try {
    for await (const chunk of chunks) {
      progress = await pending;
      pending = post(chunk, progress);
      // A failure is met at the next turn; until then it must not count as unhandled.
      pending.catch(() => undefined);
    }
  } finally {
    await pending.catch(() => undefined);
  }
  return pending;
};

const createChunkPoster = (run: ImportRun, dependencies: ImportDependencies) => {
  const { eventStore, references, batches, newUuid } = dependencies;
  const decideRows = createRowDecisions(run, dependencies);

  const postOnce = async (chunk: ImportChunk, before: ImportProgress): Promise<ImportProgress> => {
    const ledger = await references.load(run.companyId);
    const decided = await decideRows(chunk.rows, ledger);
    const progress = {
      lastLine: chunk.lastLine,
      contentHash: chunk.contentHash,
      received: before.received + chunk.rows.length,
      posted: before.posted + decided.posted.length,
      rejected: before.rejected + decided.rejectedRows,
    };
    const units =
      decided.posted.length === 0
        ? [progressOnly(run, ledger.version)]
        : decided.posted.map(({ event }) =>
            unitOf(run, event, { ledgerVersion: ledger.version, newUuid }),
          );
    await eventStore.commitTogether(units, async (transaction, outcomes) => {
      requireAllCommitted(outcomes);
      await batches.recordProgress(transaction, run.companyId, run.batchId, {
        ...progress,
        errors: decided.errors,
      });
    });
    return progress;
  };

  return async (chunk: ImportChunk, before: ImportProgress): Promise<ImportProgress> => {
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      try {
        return await postOnce(chunk, before);
      } catch (error) {
        if (error !== ledgerMoved) throw error;
        references.invalidate(run.companyId);
      }
    }
    throw reject(errors.ledgerChanging);
  };
};

/** A chunk without a good row still proves the version it was judged on. */
export const progressOnly = ({ companyId }: ImportRun, ledgerVersion: number) => ({
  companyId,
  appends: [],
  requiredMarkers: [{ name: 'ledger', version: ledgerVersion }],
});

/** Undoes the transaction unless every unit was recorded. */
export const requireAllCommitted = (outcomes: readonly CommitOutcome[]): void => {
  for (const { status } of outcomes) {
    if (status === 'marker_stale') throw ledgerMoved;
    // The id of a row follows from batch and line: somebody else posted it a moment ago.
    if (status !== 'committed') throw reject(errors.batchBusy);
  }
};

/** True for the failure that asks for deciding again on a fresh ledger. */
export const isLedgerMoved = (error: unknown): boolean => error === ledgerMoved;

/** True when another request or process works on the same batch. */
export const isBatchBusy = (error: unknown): boolean =>
  error instanceof DomainError && error.code === errors.batchBusy.code;
