import { reject, type Clock } from '@accounting/kernel';
import { requireOpenPeriod } from '../../domain/posting-period';
import { requirePostable } from '../../domain/prepared-content';
import type { LedgerReference } from '../../domain/ledger-reference';
import type { TransactionContent, TransactionPosted } from '../../domain/transaction/events';
import type { ImportBatch, ImportProgress, ImportStep, StagedChunk } from '../import-ports';
import { commitInOrder } from './commit-in-order';
import { errors } from './errors';
import type { ImportChunk } from './import-chunks';
import { ledgerAt, unitOf, type ImportDependencies, type ImportRun } from './import-context';
import { createRowDecisions, type DecidedRows } from './row-decisions';
import { isLedgerMoved, progressOnly, requireAllCommitted } from './skip-bad-rows';

const attemptsMax = 5;

/**
 * Checks every row and keeps the good ones aside. Nothing is posted. After the first bad row
 * nothing more is kept, but reading goes on, so that all mistakes are reported at once.
 */
export const checkAllRows = async (
  run: ImportRun,
  batch: ImportBatch,
  chunks: AsyncIterable<ImportChunk>,
  dependencies: ImportDependencies,
): Promise<ImportProgress> => {
  const { references } = dependencies;
  const decideRows = createRowDecisions(run, dependencies);
  let progress: ImportProgress = batch;
  let kept = Promise.resolve();
  try {
    for await (const chunk of chunks) {
      // Decided while the rows before are written.
      const ledger = await references.loadCurrent(run.companyId);
      const decided = await decideRows(chunk.rows, ledger);
      await kept;
      const from = { status: 'receiving' as const, lastLine: progress.lastLine, posted: 0 };
      progress = {
        lastLine: chunk.lastLine,
        contentHash: chunk.contentHash,
        received: progress.received + chunk.rows.length,
        posted: 0,
        rejected: progress.rejected + decided.rejectedRows,
      };
      const step = { from, to: progress, errors: decided.errors };
      kept = keepChunk(run, step, stagedChunk(decided, progress, ledger), dependencies);
      // Met at the next turn; until then a failure must not count as unhandled.
      kept.catch(() => undefined);
    }
  } finally {
    await Promise.allSettled([kept]);
  }
  await kept;
  return progress;
};

const stagedChunk = (
  decided: DecidedRows,
  { lastLine, rejected }: ImportProgress,
  { version: ledgerVersion }: LedgerReference,
): StagedChunk => ({
  lastLine,
  ledgerVersion,
  contents: rejected === 0 ? decided.posted.map(({ event }) => contentOf(event)) : [],
});

const keepChunk = (
  { companyId, batchId }: ImportRun,
  step: ImportStep,
  chunk: StagedChunk,
  { database, batches, staging }: ImportDependencies,
): Promise<void> =>
  database.write([companyId], async (transaction) => {
    await batches.recordProgress(transaction, companyId, batchId, step);
    if (chunk.contents.length > 0) await staging.add(transaction, companyId, batchId, chunk);
  });

const contentOf = ({ data }: TransactionPosted): TransactionContent => {
  const { createdBy: _creator, postedBy: _poster, importBatchId: _batch, ...content } = data;
  return content;
};

/**
 * The step from checking to posting: proves in one transaction that accounts, periods and settings
 * are those that every row was checked against, and forbids changing them until all is posted.
 */
export const beginApplying = async (
  run: ImportRun,
  checked: ImportProgress,
  dependencies: ImportDependencies,
): Promise<void> => {
  const { eventStore, references, batches } = dependencies;
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    references.invalidate(run.companyId);
    const ledger = await references.load(run.companyId);
    await requireAllPostable(run, ledger, dependencies);
    try {
      await eventStore.commitTogether(
        [progressOnly(run, ledger.version)],
        async (transaction, outcomes) => {
          requireAllCommitted(outcomes, run);
          const { companyId, batchId } = run;
          const { lastLine, posted } = checked;
          const from = { status: 'receiving' as const, lastLine, posted };
          const step = { from, to: checked, errors: [] };
          await batches.recordProgress(transaction, companyId, batchId, step);
          const change = { from: from.status, status: 'applying' as const, at: run.startedAt };
          await batches.setStatus(transaction, companyId, batchId, change);
        },
      );
      return;
    } catch (error) {
      if (!isLedgerMoved(error)) throw error;
    }
  }
  throw reject(errors.ledgerChanging);
};

/** Accounts and periods may have changed since the first rows were checked. */
const requireAllPostable = async (
  { companyId, batchId }: ImportRun,
  ledger: LedgerReference,
  { staging }: ImportDependencies,
): Promise<void> => {
  for (let line = 0; ;) {
    const after = { line, exceptVersion: ledger.version };
    const chunk = await staging.next(companyId, batchId, after);
    if (chunk === undefined) return;
    for (const content of chunk.contents) {
      requireOpenPeriod(ledger, { date: content.transactionDate });
      requirePostable(content, ledger);
    }
    line = chunk.lastLine;
  }
};

/**
 * Posts what was kept aside, from where it stopped, and completes the batch. Does nothing when that
 * is done already; rejects as `import_batch_busy` when somebody else is doing it. Stops between two
 * commits when the signal says so.
 */
export const applyAll = async (
  run: ImportRun,
  dependencies: ImportDependencies,
  { now, signal }: { readonly now: Clock; readonly signal?: AbortSignal },
): Promise<void> => {
  const { batches, staging, references, database } = dependencies;
  const { companyId, batchId } = run;
  const batch = await batches.find(companyId, batchId);
  if (batch?.status !== 'applying') return;
  // What is kept here may be older than the batch, when another process began it.
  const ledger = await references.loadCurrent(companyId);
  let progress: ImportProgress = batch;
  let line = 0;
  let committed = Promise.resolve();
  for (;;) {
    // Read and encoded while the rows before are written.
    const chunk = await staging.next(companyId, batchId, { line });
    if (chunk === undefined) break;
    line = chunk.lastLine;
    const { lastLine, posted } = progress;
    const from = { status: batch.status, lastLine, posted };
    progress = { ...progress, posted: posted + chunk.contents.length };
    const step = { from, to: progress, errors: [] };
    const next = beginPosting({ run, step, chunk, ledger, predecessor: committed }, dependencies);
    await committed;
    committed = next;
    // Whoever starts next goes on from here.
    if (signal?.aborted === true) return committed;
  }
  await committed;
  await database.write([companyId], async (transaction) => {
    await staging.discard(transaction, companyId, batchId);
    const change = { from: batch.status, status: 'completed' as const, at: now() };
    await batches.setStatus(transaction, companyId, batchId, change);
  });
};

interface ChunkPosting {
  readonly run: ImportRun;
  /** The step that posting the chunk is. */
  readonly step: ImportStep;
  readonly chunk: StagedChunk;
  readonly ledger: LedgerReference;
  readonly predecessor: Promise<void>;
}

const beginPosting = (
  { run, step, chunk, ledger, predecessor }: ChunkPosting,
  { eventStore, batches, staging, metrics, newUuid }: ImportDependencies,
): Promise<void> => {
  const { actorId: createdBy, batchId: importBatchId } = run;
  const requiredMarkers = ledgerAt(ledger.version);
  const units = chunk.contents.map((content) =>
    unitOf(
      run,
      {
        type: 'TransactionPosted',
        data: { ...content, createdBy, postedBy: createdBy, importBatchId },
      },
      { requiredMarkers, newUuid },
    ),
  );
  return commitInOrder({ predecessor, metrics }, (requireOrder) =>
    eventStore.commitTogether(units, async (transaction, outcomes) => {
      await requireOrder();
      requireAllCommitted(outcomes, run);
      await batches.recordProgress(transaction, run.companyId, run.batchId, step);
      await staging.discard(transaction, run.companyId, run.batchId, chunk.lastLine);
    }),
  );
};
