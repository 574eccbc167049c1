import { DomainError, reject } from '@accounting/kernel';
import type { CommitOutcome } from '@accounting/event-store';
import type { ImportBatch, ImportProgress } from '../import-ports';
import { commitInOrder } from './commit-in-order';
import { errors } from './errors';
import type { ImportChunk } from './import-chunks';
import { ledgerAt, unitOf, type ImportDependencies, type ImportRun } from './import-context';
import { createRowDecisions, type DecidedRows } from './row-decisions';

/** Thrown inside the commit to undo it: the ledger changed between decision and commit. */
const ledgerMoved = new Error('the ledger changed while a chunk was decided');

const attemptsMax = 5;

/** A chunk whose commit was begun; the commits of a batch end in the order they are begun. */
interface UnderWay {
  readonly chunk: ImportChunk;
  readonly before: ImportProgress;
  readonly committed: Promise<void>;
}

/** One goes into the read models, the next is recorded, and the one behind it is encoded. */
const underWayMax = 3;

/** Posts the good rows of each chunk together with the batch's progress, chunk by chunk. */
export const postAsItReads = async (
  run: ImportRun,
  batch: ImportBatch,
  chunks: AsyncIterable<ImportChunk>,
  dependencies: ImportDependencies,
): Promise<ImportProgress> => {
  const poster = createChunkPoster(run, dependencies);
  const underWay: UnderWay[] = [];
  let progress: ImportProgress = batch;

  const settleFirst = async (): Promise<void> => {
    const first = underWay.shift();
    try {
      await first?.committed;
    } catch (error) {
      if (first === undefined || error !== ledgerMoved) throw error;
      // Those behind it were decided on the same ledger and did not follow: all are decided again.
      const again = [first, ...underWay.splice(0)];
      await Promise.allSettled(again.map(({ committed }) => committed));
      progress = first.before;
      for (const { chunk } of again) progress = await poster.postAgain(chunk, progress);
    }
  };

  try {
    for await (const chunk of chunks) {
      if (underWay.length >= underWayMax) await settleFirst();
      const before = progress;
      const begun = await poster.begin(chunk, before, underWay.at(-1)?.committed);
      progress = begun.progress;
      underWay.push({ chunk, before, committed: begun.committed });
    }
    while (underWay.length > 0) await settleFirst();
  } finally {
    await Promise.allSettled(underWay.map(({ committed }) => committed));
  }
  return progress;
};

interface Begun {
  readonly progress: ImportProgress;
  readonly committed: Promise<void>;
}

interface ChunkPoster {
  /** Decides a chunk and begins its commit, which undoes itself unless the one before succeeded. */
  begin(
    chunk: ImportChunk,
    before: ImportProgress,
    predecessor: Promise<void> | undefined,
  ): Promise<Begun>;
  /** Decides a chunk on the ledger as it is now, as often as it takes, and commits it. */
  postAgain(chunk: ImportChunk, before: ImportProgress): Promise<ImportProgress>;
}

const createChunkPoster = (run: ImportRun, dependencies: ImportDependencies): ChunkPoster => {
  const { eventStore, references, batches, metrics, newUuid } = dependencies;
  const decideRows = createRowDecisions(run, dependencies);

  const begin: ChunkPoster['begin'] = async (chunk, before, predecessor) => {
    const ledger = await references.load(run.companyId);
    const decided = await decideRows(chunk.rows, ledger);
    const progress = progressAfter(chunk, before, decided);
    const requiredMarkers = ledgerAt(ledger.version);
    const units =
      decided.posted.length === 0
        ? [progressOnly(run, ledger.version)]
        : decided.posted.map(({ event }) => unitOf(run, event, { requiredMarkers, newUuid }));
    const committed = commitInOrder({ predecessor, metrics }, (requireOrder) =>
      eventStore.commitTogether(units, async (transaction, outcomes) => {
        await requireOrder();
        requireAllCommitted(outcomes, run);
        await batches.recordProgress(transaction, run.companyId, run.batchId, {
          from: { status: 'receiving', lastLine: before.lastLine, posted: before.posted },
          to: progress,
          errors: decided.errors,
        });
      }),
    );
    return { progress, committed };
  };

  return {
    begin,
    postAgain: async (chunk, before) => {
      for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
        references.invalidate(run.companyId);
        const { progress, committed } = await begin(chunk, before, undefined);
        try {
          await committed;
          return progress;
        } catch (error) {
          if (error !== ledgerMoved) throw error;
        }
      }
      throw reject(errors.ledgerChanging);
    },
  };
};

/** Where a batch stands when a chunk was dealt with. */
export const progressAfter = (
  { rows, lastLine, contentHash }: ImportChunk,
  before: ImportProgress,
  decided: DecidedRows,
): ImportProgress => ({
  lastLine,
  contentHash,
  received: before.received + rows.length,
  posted: before.posted + decided.posted.length,
  rejected: before.rejected + decided.rejectedRows,
});

/** A chunk without a good row still proves the version it was judged on. */
export const progressOnly = ({ companyId }: ImportRun, ledgerVersion: number) => ({
  companyId,
  appends: [],
  requiredMarkers: ledgerAt(ledgerVersion),
});

/** Undoes the transaction unless every unit was recorded. */
export const requireAllCommitted = (
  outcomes: readonly CommitOutcome[],
  { batchId }: Pick<ImportRun, 'batchId'>,
): void => {
  for (const { status } of outcomes) {
    if (status === 'marker_stale') throw ledgerMoved;
    // The id of a row follows from batch and line: somebody else posted it a moment ago.
    if (status !== 'committed') throw reject(errors.batchBusy, { batchId });
  }
};

/** True for the failure that asks for deciding again on a fresh ledger. */
export const isLedgerMoved = (error: unknown): boolean => error === ledgerMoved;

/** True when another request or process works on the same batch. */
export const isBatchBusy = (error: unknown): boolean =>
  error instanceof DomainError && error.code === errors.batchBusy.code;
