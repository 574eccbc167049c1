import { DomainError, reject, type Clock } from '@accounting/kernel';
import type { Answer, BackgroundJob, RequestContext } from '@accounting/service-host';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImportBatch, ImportFilter, ImportFormat, ImportMode } from './import-ports';
import { applyAll, beginApplying, checkAllRows } from './imports/all-or-nothing';
import { errors } from './imports/errors';
import { readChunks } from './imports/import-chunks';
import { importRun, type ImportDependencies, type ImportRun } from './imports/import-context';
import type { RowParser } from './imports/import-row';
import { readRows } from './imports/import-rows';
import { afterKnownChunks, requireSameFile } from './imports/receive-batch';
import { isBatchBusy, postAsItReads } from './imports/skip-bad-rows';
import type { Page, PageRequest } from './ports';

export interface ImportRequest {
  readonly batchId: string;
  readonly mode: ImportMode;
  readonly format: ImportFormat;
  readonly stream: Readable;
  readonly parseRow: RowParser;
}

/** A batch without the hash by which its file is recognised. */
export type ImportBatchView = Omit<ImportBatch, 'contentHash'>;

export interface ImportUseCases {
  /** Reads a file of any length and posts it; resolves when the batch is completed or failed. */
  importTransactions(
    context: RequestContext,
    request: ImportRequest,
  ): Promise<Answer<ImportBatchView>>;
  find(
    context: RequestContext,
    input: { readonly batchId: string },
  ): Promise<Answer<ImportBatchView>>;
  list(
    context: RequestContext,
    query: ImportFilter & PageRequest,
  ): Promise<Answer<Page<ImportBatchView>>>;
  /** Finishes batches that a crash left half posted. */
  readonly job: BackgroundJob;
}

export interface ImportUseCaseDependencies extends ImportDependencies {
  readonly clock: Clock;
}

export const createImportUseCases = (dependencies: ImportUseCaseDependencies): ImportUseCases => {
  const { batches, clock } = dependencies;

  const require = async (
    { companyId }: RequestContext,
    batchId: string,
  ): Promise<ImportBatchView> => {
    const batch = await batches.find(companyId, batchId);
    if (batch === undefined) throw reject(errors.batchNotFound, { batchId });
    return viewOf(batch);
  };

  return {
    importTransactions: async (context, request) => {
      const batch = await begin(context, request, dependencies);
      const run = importRun(context.companyId, batch, context);
      await advance({ run, batch, request, now: clock }, dependencies);
      return { body: await require(context, request.batchId) };
    },
    find: async (context, { batchId }) => ({ body: await require(context, batchId) }),
    list: async ({ companyId }, { limit, after, ...filter }) => {
      const { items, ...rest } = await batches.list(companyId, filter, { limit, after });
      return { body: { ...rest, items: items.map(viewOf) } };
    },
    job: createFinishingJob(dependencies),
  };
};

const viewOf = ({ contentHash: _hash, ...view }: ImportBatch): ImportBatchView => view;

const begin = async (
  { companyId, actorId, now }: RequestContext,
  { batchId, mode, format }: ImportRequest,
  { batches }: ImportDependencies,
): Promise<ImportBatch> => {
  const start = { batchId, mode, format, requestedBy: actorId, now };
  const batch = await batches.begin(companyId, start);
  if (batch.requestedBy !== actorId) throw reject(errors.batchOfAnother, { field: 'batchId' });
  if (batch.mode === mode && batch.format === format) return batch;
  throw reject(errors.batchDiffers, { field: 'batchId', mode: batch.mode, format: batch.format });
};

interface Advance {
  readonly run: ImportRun;
  readonly batch: ImportBatch;
  readonly request: ImportRequest;
  readonly now: Clock;
}

/** Takes the batch from where it stands to its end. */
const advance = async (
  { run, batch, request, now }: Advance,
  dependencies: ImportDependencies,
): Promise<void> => {
  const rows = readRows(request.format, request.stream, request.parseRow);
  const chunks = readChunks(rows);
  if (batch.status !== 'receiving') {
    await requireSameFile(chunks, batch);
    await applyToTheEnd(run, dependencies, now);
    return;
  }
  const rest = afterKnownChunks(chunks, batch);
  if (request.mode === 'skip_bad_rows') {
    await postAsItReads(run, batch, rest, dependencies);
    await finish(run, { status: 'completed', at: now() }, dependencies);
    return;
  }
  const checked = await checkAllRows(run, batch, rest, dependencies);
  if (checked.rejected > 0) {
    await finish(run, { status: 'failed', at: now() }, dependencies);
    return;
  }
  await beginApplying(run, checked, dependencies);
  await applyToTheEnd(run, dependencies, now);
};

const busyPauseMs = 200;
/** Five minutes; whoever waits longer asks for the progress instead. */
const busyAttemptsMax = 1500;

/** The job, here or in another process, may post a part of the batch; what counts is the end. */
const applyToTheEnd = async (
  run: ImportRun,
  dependencies: ImportDependencies,
  now: Clock,
): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await applyAll(run, dependencies, { now });
      return;
    } catch (error) {
      if (!isBatchBusy(error) || attempt >= busyAttemptsMax) throw error;
      await delay(busyPauseMs);
    }
  }
};

const finish = async (
  { companyId, batchId }: ImportRun,
  change: { readonly status: 'completed' | 'failed'; readonly at: ImportBatch['startedAt'] },
  { database, batches, staging }: ImportDependencies,
): Promise<void> =>
  database.write([companyId], async (transaction) => {
    await staging.discard(transaction, companyId, batchId);
    await batches.setStatus(transaction, companyId, batchId, { from: 'receiving', ...change });
  });

const finishingIntervalMs = 15_000;

const createFinishingJob = (dependencies: ImportUseCaseDependencies): BackgroundJob => ({
  name: 'import-finishing',
  run: async (signal) => {
    while (!signal.aborted) {
      for (const { companyId, batchId } of await dependencies.batches.findApplying()) {
        const batch = await dependencies.batches.find(companyId, batchId);
        if (batch === undefined) continue;
        const run = importRun(companyId, batch, {
          correlationId: `import ${batchId}`,
          now: dependencies.clock(),
        });
        // Another process may be at it; each chunk is posted by one of the two, and that is enough.
        await applyAll(run, dependencies, { now: dependencies.clock, signal }).catch(
          (error: unknown) => {
            if (!isBatchBusy(error) && !isTransient(error)) throw error;
          },
        );
      }
      await delay(finishingIntervalMs, undefined, { signal }).catch(() => undefined);
    }
  },
});

const isTransient = (error: unknown): boolean =>
  error instanceof DomainError && (error.kind === 'unavailable' || error.kind === 'aborted');
