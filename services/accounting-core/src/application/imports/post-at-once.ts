import type { Transaction } from '@accounting/database';
import type { PartRecorder } from '@accounting/event-store';
import { DomainError, type Clock } from '@accounting/kernel';
import type { LedgerReference } from '../../domain/ledger-reference';
import type { ImportMode, ImportProgress, ImportRowError } from '../import-ports';
import type { ImportChunk } from './import-chunks';
import { unitOf, type ImportDependencies, type ImportRun } from './import-context';
import { createRowDecisions, type DecidedRows } from './row-decisions';
import { isLedgerMoved, progressAfter, progressOnly, requireAllCommitted } from './skip-bad-rows';

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
 * to be posted, errors are too many to remember, or the ledger or the batch changed meanwhile.
 */
export const postAtOnce = async (
  run: ImportRun,
  { mode, chunks, now }: FileAtOnce,
  dependencies: ImportDependencies,
): Promise<boolean> => {
  const { eventStore, references, batches, postingInParts, metrics } = dependencies;
  const { companyId, batchId, startedAt } = run;
  const ledger = await references.loadCurrent(companyId);
  const tally = createTally(mode);
  try {
    await eventStore.commitInParts(companyId, async (parts) => {
      await postJournal(run, { parts, chunks, ledger, tally }, dependencies);
      // From here to the commit others may have to wait: for the marker, and for the balances.
      const required = progressOnly(run, ledger.version);
      requireAllCommitted(await parts.record([required], writeNothing), run);
      const { transaction } = parts;
      const written = { batchStartedAt: startedAt, entries: tally.entries };
      await postingInParts.addToBalances(transaction, companyId, written);
      const from = { status: 'receiving' as const, lastLine: 0, posted: 0 };
      const step = { from, to: tally.progress, errors: tally.errors };
      await batches.recordProgress(transaction, companyId, batchId, step);
      const status = tally.isCutShort ? ('failed' as const) : ('completed' as const);
      const change = { from: from.status, status, at: now() };
      await batches.setStatus(transaction, companyId, batchId, change);
    });
  } catch (error) {
    if (error === notAtOnce || isLedgerMoved(error) || isAborted(error)) return false;
    throw error;
  }
  metrics.recorded(tally.posted);
  return true;
};

interface JournalOfFile extends Pick<FileAtOnce, 'chunks'> {
  readonly parts: PartRecorder<Transaction>;
  readonly ledger: LedgerReference;
  readonly tally: Tally;
}

/** Decides rows while those before are written: one part in PostgreSQL, the next on its way. */
const postJournal = async (
  run: ImportRun,
  { parts, chunks, ledger, tally }: JournalOfFile,
  dependencies: ImportDependencies,
): Promise<void> => {
  const { postingInParts, newUuid } = dependencies;
  const decideRows = createRowDecisions(run, dependencies);
  const progress = createProgressDisplay(run, dependencies);
  let written = Promise.resolve();
  let onItsWay = Promise.resolve();
  try {
    for await (const chunk of chunks) {
      const decided = await decideRows(chunk.rows, ledger);
      tally.add(chunk, decided);
      const units = decided.posted.map(({ event }) =>
        // The version of the ledger is required once, at the end.
        unitOf(run, event, { requiredMarkers: [], newUuid }),
      );
      await written;
      written = onItsWay;
      onItsWay = parts
        .record(units, postingInParts.writeJournal)
        .then((outcomes) => requireAllCommitted(outcomes, run));
      // Met when its turn comes; until then a failure must not count as unhandled.
      onItsWay.catch(() => undefined);
      progress.show(tally.progress.received);
    }
    await written;
    await onItsWay;
  } finally {
    await progress.end();
  }
};

const writeNothing = async (): Promise<void> => undefined;

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

/** More would have to be remembered until the end. */
const errorsMax = 1_000;

interface Tally {
  readonly progress: ImportProgress;
  readonly errors: readonly ImportRowError[];
  /** Of the journal. */
  readonly entries: number;
  readonly isCutShort: boolean;
  /** What metrics count of the postings. */
  readonly posted: readonly { readonly type: string; readonly data: object }[];
  /** Throws when the file has to be dealt with step by step. */
  add(chunk: ImportChunk, decided: DecidedRows): void;
}

const nothingDone: ImportProgress = {
  lastLine: 0,
  contentHash: '',
  received: 0,
  posted: 0,
  rejected: 0,
};

const createTally = (mode: ImportMode): Tally => {
  const errors: ImportRowError[] = [];
  const posted: { type: string; data: object }[] = [];
  let progress = nothingDone;
  let entries = 0;
  let isCutShort = false;
  return {
    get progress() {
      return progress;
    },
    get entries() {
      return entries;
    },
    get isCutShort() {
      return isCutShort;
    },
    errors,
    posted,
    add: (chunk, decided) => {
      progress = progressAfter(chunk, progress, decided);
      isCutShort = chunk.isCutShort;
      errors.push(...decided.errors);
      const isRefused = mode === 'all_or_nothing' && progress.rejected > 0;
      if (isRefused || errors.length > errorsMax) throw notAtOnce;
      for (const { event } of decided.posted) {
        const { transactionType, totalGel } = event.data;
        entries += event.data.entries.length;
        posted.push({ type: event.type, data: { transactionType, totalGel } });
      }
    },
  };
};

/** A lost race: another request posts the same batch at the same moment, say. */
const isAborted = (error: unknown): boolean =>
  error instanceof DomainError && error.kind === 'aborted';
