import { reject } from '@accounting/kernel';
import { requireOpenPeriod } from '../../domain/posting-period';
import { requirePostable } from '../../domain/prepared-content';
import type { LedgerReference } from '../../domain/ledger-reference';
import type { TransactionPosted } from '../../domain/transaction/events';
import type { ImportBatch, ImportProgress, StagedTransaction } from '../import-ports';
import { errors } from './errors';
import type { ImportChunk } from './import-chunks';
import { unitOf, type ImportDependencies, type ImportRun } from './import-context';
import { createRowDecisions } from './row-decisions';
import { isLedgerMoved, progressOnly, requireAllCommitted } from './skip-bad-rows';

const attemptsMax = 5;
const appliedTogetherMax = 500;

/**
 * Checks every row and keeps the good ones aside. Nothing is posted. After the first bad row nothing
 * more is kept, but reading goes on, so that all mistakes are reported at once.
 */
export const checkAllRows = async (
  run: ImportRun,
  batch: ImportBatch,
  chunks: AsyncIterable<ImportChunk>,
  dependencies: ImportDependencies,
): Promise<ImportProgress> => {
  const { database, references, batches, staging } = dependencies;
  const decideRows = createRowDecisions(run, dependencies);
  let progress: ImportProgress = batch;
  for await (const chunk of chunks) {
    const decided = await decideRows(chunk.rows, await references.loadCurrent(run.companyId));
    progress = {
      lastLine: chunk.lastLine,
      contentHash: chunk.contentHash,
      received: progress.received + chunk.rows.length,
      posted: 0,
      rejected: progress.rejected + decided.rejectedRows,
    };
    const kept = progress.rejected === 0 ? decided.posted : [];
    await database.write([run.companyId], async (transaction) => {
      await batches.recordProgress(transaction, run.companyId, run.batchId, {
        ...progress,
        errors: decided.errors,
      });
      const rows = kept.map(({ line, event }) => ({ line, content: contentOf(event) }));
      await staging.add(transaction, run.companyId, run.batchId, rows);
    });
  }
  return progress;
};

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
          requireAllCommitted(outcomes);
          const { companyId, batchId } = run;
          // From here the last line counts what is posted.
          const begun = { ...checked, lastLine: 0, errors: [] };
          await batches.recordProgress(transaction, companyId, batchId, begun);
          const change = { status: 'applying' as const, at: run.startedAt };
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
    requireOpenPeriod(ledger, { date: content.transactionDate, now: run.startedAt });
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

/** Posts what was kept aside, from where it stopped, and completes the batch. */
export const applyAll = async (
  run: ImportRun,
  dependencies: ImportDependencies,
  now: () => ImportBatch['startedAt'],
): Promise<void> => {
  const { batches, staging, references, database } = dependencies;
  const { companyId, batchId } = run;
  const ledger = await references.load(companyId);
  for (;;) {
    const batch = await batches.find(companyId, batchId);
    if (batch?.status !== 'applying') return;
    const rows = await staging.read(companyId, batchId, batch.lastLine, appliedTogetherMax);
    if (rows.length === 0) break;
    await applyChunk({ run, batch, rows, ledger }, dependencies);
  }
  await database.write([companyId], async (transaction) => {
    await staging.discard(transaction, companyId, batchId);
    await batches.setStatus(transaction, companyId, batchId, { status: 'completed', at: now() });
  });
};

interface Applied {
  readonly run: ImportRun;
  readonly batch: ImportBatch;
  readonly rows: readonly StagedTransaction[];
  readonly ledger: LedgerReference;
}

const applyChunk = async (
  { run, batch, rows, ledger }: Applied,
  { eventStore, batches, newUuid }: ImportDependencies,
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
  await eventStore.commitTogether(units, async (transaction, outcomes) => {
    requireAllCommitted(outcomes);
    await batches.recordProgress(transaction, run.companyId, run.batchId, {
      ...batch,
      lastLine: rows.at(-1)?.line ?? batch.lastLine,
      posted: batch.posted + rows.length,
      errors: [],
    });
  });
};
