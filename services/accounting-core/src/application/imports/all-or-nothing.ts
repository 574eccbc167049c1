import { reject, type Clock } from '@accounting/kernel';
import { requireOpenPeriod } from '../../domain/posting-period';
import { requirePostable } from '../../domain/prepared-content';
import type { LedgerReference } from '../../domain/ledger-reference';
import type { TransactionContent, TransactionPosted } from '../../domain/transaction/events';
import type { ImportBatch, ImportProgress, ImportStep, StagedChunk } from '../import-ports';
import { errors } from './errors';
import type { ImportChunk } from './import-chunks';
import type { ImportDependencies, ImportRun } from './import-context';
import { countInTurns, createPostedParts, type PostedParts } from './posted-parts';
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
  { database, staging }: ImportDependencies,
): Promise<void> => {
  for (let line = 0; ;) {
    const after = { line, exceptVersion: ledger.version };
    const chunk = await database.read(companyId, (connection) =>
      staging.next(connection, companyId, batchId, after),
    );
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
  const { batches, staging, references, database, metrics } = dependencies;
  const { companyId, batchId } = run;
  const batch = await batches.find(companyId, batchId);
  if (batch?.status !== 'applying') return;
  // What is kept here may be older than the batch, when another process began it.
  const ledger = await references.loadCurrent(companyId);
  let posted = batch.posted;
  for (let line: number | undefined = 0; line !== undefined;) {
    const from: ImportProgress = { ...batch, posted };
    const applied = await applySome(run, { from, ledger, line }, dependencies);
    await countInTurns(metrics, applied.counted);
    posted += applied.counted.length;
    line = applied.lastLine;
    // Whoever starts next goes on from here.
    if (signal?.aborted === true && line !== undefined) return;
  }
  await database.write([companyId], async (transaction) => {
    await staging.discard(transaction, companyId, batchId);
    const change = { from: batch.status, status: 'completed' as const, at: now() };
    await batches.setStatus(transaction, companyId, batchId, change);
  });
};

interface Applied {
  /** Of what was posted; `undefined` when nothing is left behind it. */
  readonly lastLine: number | undefined;
  readonly counted: PostedParts['counted'];
}

/** Posts some of the chunks behind a line in one transaction, and forgets them. */
const applySome = (
  run: ImportRun,
  {
    from,
    ledger,
    line,
  }: {
    readonly from: ImportProgress;
    readonly ledger: LedgerReference;
    readonly line: number;
  },
  dependencies: ImportDependencies,
): Promise<Applied> => {
  const { eventStore, batches, staging, importAtOnceBytesMax } = dependencies;
  const { companyId, batchId } = run;
  return eventStore.commitInParts(companyId, async (recorder) => {
    const { transaction } = recorder;
    await batches.claim(transaction, companyId, batchId);
    const parts = createPostedParts(run, recorder, dependencies);
    const readNext = (after: number) =>
      staging.next(transaction, companyId, batchId, { line: after });
    let lastLine = line;
    let chunk = await readNext(line);
    for (let bytes = 0; chunk !== undefined;) {
      // Asked for before this one is sent, and there while this one is written.
      const next = readNext(chunk.lastLine);
      // Met below; until then a failure must not count as unhandled.
      next.catch(() => undefined);
      await parts.post(chunk.contents.map((content) => postingOf(run, content)));
      bytes += chunk.bytes;
      lastLine = chunk.lastLine;
      chunk = await next;
      if (bytes >= importAtOnceBytesMax) break;
    }
    await parts.conclude(ledger.version);
    const { lastLine: received, posted } = from;
    const step = {
      from: { status: 'applying' as const, lastLine: received, posted },
      to: { ...from, posted: posted + parts.counted.length },
      errors: [],
    };
    await batches.recordProgress(transaction, companyId, batchId, step);
    await staging.discard(transaction, companyId, batchId, lastLine);
    return { lastLine: chunk && lastLine, counted: parts.counted };
  });
};

const postingOf = (
  { actorId, batchId: importBatchId }: ImportRun,
  content: TransactionContent,
): TransactionPosted => ({
  type: 'TransactionPosted',
  data: { ...content, createdBy: actorId, postedBy: actorId, importBatchId },
});
