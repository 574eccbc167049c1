import { reject, type Clock } from '@accounting/kernel';
import { requireOpenPeriod } from '../../domain/posting-period';
import { requirePostable } from '../../domain/prepared-content';
import type { LedgerReference } from '../../domain/ledger-reference';
import type { TransactionPosted } from '../../domain/transaction/events';
import type { ImportBatch, ImportProgress, ImportStep, StagedTransaction } from '../import-ports';
import { commitInOrder } from './commit-in-order';
import { errors } from './errors';
import type { ImportChunk } from './import-chunks';
import { unitOf, type ImportDependencies, type ImportRun } from './import-context';
import { createRowDecisions, type DecidedRows } from './row-decisions';
import { isLedgerMoved, progressOnly, requireAllCommitted } from './skip-bad-rows';

const attemptsMax = 5;
const appliedTogetherMax = 1000;

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
      const decided = await decideRows(chunk.rows, await references.loadCurrent(run.companyId));
      await kept;
      const from = { status: 'receiving' as const, lastLine: progress.lastLine, posted: 0 };
      progress = {
        lastLine: chunk.lastLine,
        contentHash: chunk.contentHash,
        received: progress.received + chunk.rows.length,
        posted: 0,
        rejected: progress.rejected + decided.rejectedRows,
      };
      kept = keepChunk(run, { from, to: progress, errors: decided.errors }, decided, dependencies);
      // Met at the next turn; until then a failure must not count as unhandled.
      kept.catch(() => undefined);
    }
  } finally {
    await Promise.allSettled([kept]);
  }
  await kept;
  return progress;
};

const keepChunk = (
  { companyId, batchId }: ImportRun,
  step: ImportStep,
  decided: DecidedRows,
  { database, batches, staging }: ImportDependencies,
): Promise<void> =>
  database.write([companyId], async (transaction) => {
    await batches.recordProgress(transaction, companyId, batchId, step);
    const posted = step.to.rejected === 0 ? decided.posted : [];
    const rows = posted.map(({ line, event }) => ({ line, content: contentOf(event) }));
    await staging.add(transaction, companyId, batchId, rows);
  });

const contentOf = ({ data }: TransactionPosted): StagedTransaction['content'] => {
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
  run: ImportRun,
  ledger: LedgerReference,
  { staging }: ImportDependencies,
): Promise<void> => {
  for await (const { content } of stagedRows(run, 0, staging)) {
    requireOpenPeriod(ledger, { date: content.transactionDate });
    requirePostable(content, ledger);
  }
};

async function* stagedRows(
  { companyId, batchId }: ImportRun,
  afterLine: number,
  staging: ImportDependencies['staging'],
): AsyncGenerator<StagedTransaction> {
  for (let line = afterLine; ;) {
    const rows = await staging.read(companyId, batchId, line, appliedTogetherMax);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    line = last.line;
  }
}

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
    const rows = await staging.read(companyId, batchId, line, appliedTogetherMax);
    const last = rows.at(-1);
    if (last === undefined) break;
    line = last.line;
    const { lastLine, posted } = progress;
    const from = { status: batch.status, lastLine, posted };
    progress = { ...progress, posted: posted + rows.length };
    const step = { from, to: progress, errors: [] };
    const next = beginPosting({ run, step, rows, ledger, predecessor: committed }, dependencies);
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

interface StagedChunk {
  readonly run: ImportRun;
  /** The step that posting the rows is. */
  readonly step: ImportStep;
  readonly rows: readonly StagedTransaction[];
  readonly ledger: LedgerReference;
  readonly predecessor: Promise<void>;
}

const beginPosting = (
  { run, step, rows, ledger, predecessor }: StagedChunk,
  { eventStore, batches, staging, metrics, newUuid }: ImportDependencies,
): Promise<void> => {
  const { actorId: createdBy, batchId: importBatchId } = run;
  const units = rows.map(({ content }) =>
    unitOf(
      run,
      {
        type: 'TransactionPosted',
        data: { ...content, createdBy, postedBy: createdBy, importBatchId },
      },
      { ledgerVersion: ledger.version, newUuid },
    ),
  );
  return commitInOrder({ predecessor, metrics }, (requireOrder) =>
    eventStore.commitTogether(units, async (transaction, outcomes) => {
      await requireOrder();
      requireAllCommitted(outcomes, run);
      await batches.recordProgress(transaction, run.companyId, run.batchId, step);
      await staging.discard(transaction, run.companyId, run.batchId, rows.at(-1)?.line);
    }),
  );
};
