import { DomainError, type Clock } from '@accounting/kernel';
import type { LedgerReference } from '../../domain/ledger-reference';
import type { ImportMode, ImportProgress, ImportRowError } from '../import-ports';
import { isLostRace } from '../lost-race';
import type { ImportChunk } from './import-chunks';
import type { ImportDependencies, ImportRun } from './import-context';
import { countInTurns, createPostedParts, type PostedParts } from './posted-parts';
import { createRowDecisions, type DecidedRows } from './row-decisions';
import { isBatchBusy, isLedgerMoved, progressAfter } from './skip-bad-rows';

export interface FileAtOnce {
  readonly mode: ImportMode;
  /** Of a file that is held as a whole, so that the transaction never waits for the network. */
  readonly chunks: AsyncIterable<ImportChunk>;
  readonly now: Clock;
}

/** Thrown inside the transaction to undo it. */
const notAtOnce = new Error('the file has to be dealt with step by step');

/**
 * Posts a file in one transaction, with its balances written at the end, and finishes its batch.
 * Resolves with false, and has posted nothing, when that cannot be: a row is bad and then none was
 * to be posted, errors are too many to remember, or the ledger changed meanwhile. Rejects as
 * `import_batch_busy` when somebody else is at the batch.
 */
export const postAtOnce = async (
  run: ImportRun,
  { mode, chunks, now }: FileAtOnce,
  dependencies: ImportDependencies,
): Promise<boolean> => {
  const { eventStore, references, batches, metrics } = dependencies;
  const { companyId, batchId } = run;
  const ledger = await references.loadCurrent(companyId);
  try {
    const posted = await eventStore.commitInParts(companyId, async (recorder) => {
      const { transaction } = recorder;
      await batches.claim(transaction, companyId, batchId);
      const parts = createPostedParts(run, recorder, dependencies);
      const tally = await postRows(run, { mode, chunks, ledger, parts }, dependencies);
      await parts.conclude(ledger.version);
      const from = { status: 'receiving' as const, lastLine: 0, posted: 0 };
      const step = { from, to: tally.progress, errors: tally.errors };
      await batches.recordProgress(transaction, companyId, batchId, step);
      const status = tally.isCutShort ? ('failed' as const) : ('completed' as const);
      const change = { from: from.status, status, at: now() };
      await batches.setStatus(transaction, companyId, batchId, change);
      return parts.counted;
    });
    await countInTurns(metrics, posted);
    return true;
  } catch (error) {
    // Whoever is at the same batch would be disturbed by going on step by step.
    if (isBatchBusy(error)) throw error;
    if (error === notAtOnce || isLedgerMoved(error) || isLostRace(error)) return false;
    // Less at a time may be done in time; the same again would not.
    if (isTooSlow(error)) return false;
    throw error;
  }
};

const isTooSlow = (error: unknown): boolean =>
  error instanceof DomainError && error.kind === 'deadline_exceeded';

interface Tally {
  readonly progress: ImportProgress;
  readonly errors: readonly ImportRowError[];
  readonly isCutShort: boolean;
}

/** More would have to be remembered until the end. */
const errorsMax = 1_000;

/** Decides rows while those before are written. Throws when it has to be done step by step. */
const postRows = async (
  run: ImportRun,
  file: Pick<FileAtOnce, 'mode' | 'chunks'> & {
    readonly ledger: LedgerReference;
    readonly parts: PostedParts;
  },
  dependencies: ImportDependencies,
): Promise<Tally> => {
  const decideRows = createRowDecisions(run, dependencies);
  const display = createProgressDisplay(run, dependencies);
  const errors: ImportRowError[] = [];
  let progress = nothingDone;
  let isCutShort = false;
  const add = (chunk: ImportChunk, decided: DecidedRows): void => {
    progress = progressAfter(chunk, progress, decided);
    isCutShort = chunk.isCutShort;
    errors.push(...decided.errors);
    const isRefused = file.mode === 'all_or_nothing' && progress.rejected > 0;
    if (isRefused || errors.length > errorsMax) throw notAtOnce;
  };
  try {
    for await (const chunk of file.chunks) {
      const decided = await decideRows(chunk.rows, file.ledger);
      add(chunk, decided);
      await file.parts.post(decided.posted.map(({ event }) => event));
      display.show(progress.received);
    }
    return { progress, errors, isCutShort };
  } finally {
    await display.end();
  }
};

const nothingDone: ImportProgress = {
  lastLine: 0,
  contentHash: '',
  received: 0,
  posted: 0,
  rejected: 0,
};

/** Steps are shown on a connection of its own, and left out rather than waited for. */
const createProgressDisplay = (
  { companyId, batchId }: ImportRun,
  { batches }: Pick<ImportDependencies, 'batches'>,
) => {
  let shown: Promise<void> | undefined;
  return {
    show: (received: number): void => {
      // What cannot be shown is not worth failing for: the end of the batch is recorded with it.
      shown ??= batches
        .showReceived(companyId, batchId, received)
        .catch(() => undefined)
        .finally(() => (shown = undefined));
    },
    end: async (): Promise<void> => shown,
  };
};
