import { reject, type Clock } from '@accounting/kernel';
import type { Answer, BackgroundJob, RequestContext } from '@accounting/service-host';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  HeldFile,
  HoldFile,
  ImportBatch,
  ImportFilter,
  ImportFormat,
  ImportMode,
} from './import-ports';
import { applyAll, beginApplying, checkAllRows } from './imports/all-or-nothing';
import { errors } from './imports/errors';
import { createFinishingJob } from './imports/finishing-job';
import { inPairs, readChunks, type ImportChunk } from './imports/import-chunks';
import { importRun, type ImportDependencies, type ImportRun } from './imports/import-context';
import type { RowParser } from './imports/import-row';
import { readRows } from './imports/import-rows';
import { requireNotFailed } from './imports/outcome';
import { postAtOnce } from './imports/post-at-once';
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
  /** Reads a file of any length and posts it; resolves when the batch is completed. */
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
  readonly holdFile: HoldFile;
}

export const createImportUseCases = (dependencies: ImportUseCaseDependencies): ImportUseCases => {
  const { batches, clock, holdFile, importAtOnceBytesMax } = dependencies;
  const places = createPlaces(heldFilesMax);

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
      const place = places.take();
      const file = holdFile(request.stream, place.isFree ? importAtOnceBytesMax : 0);
      try {
        await importFile(context, { ...request, file, now: clock }, dependencies);
      } finally {
        place.leave();
        await file.close();
      }
      return { body: requireNotFailed(await require(context, request.batchId)) };
    },
    find: async (context, { batchId }) => ({ body: await require(context, batchId) }),
    list: async ({ companyId }, { limit, after, ...filter }) => {
      const { items, ...rest } = await batches.list(companyId, filter, { limit, after });
      return { body: { ...rest, items: items.map(viewOf) } };
    },
    job: createFinishingJob(dependencies),
  };
};

/** Files that are held at a time; others are dealt with step by step. */
const heldFilesMax = 2;
/** Who sends a file more slowly is served better by dealing with its rows as they come. */
const holdingMs = 5_000;

/** Counts what may be there at once. */
const createPlaces = (max: number) => {
  let taken = 0;
  return {
    take: () => {
      const isFree = taken < max;
      if (isFree) taken += 1;
      const leave = (): void => {
        if (isFree) taken -= 1;
      };
      return { isFree, leave };
    },
  };
};

const viewOf = ({ contentHash: _hash, ...view }: ImportBatch): ImportBatchView => view;

const begin = async (
  { companyId, actorId, now }: RequestContext,
  { batchId, mode, format }: Pick<ImportRequest, 'batchId' | 'mode' | 'format'>,
  { batches }: ImportDependencies,
): Promise<ImportBatch> => {
  const start = { batchId, mode, format, requestedBy: actorId, now };
  const batch = await batches.begin(companyId, start);
  if (batch.requestedBy !== actorId) throw reject(errors.batchOfAnother, { field: 'batchId' });
  if (batch.mode === mode && batch.format === format) return asItStands(batch);
  throw reject(errors.batchDiffers, { field: 'batchId', mode: batch.mode, format: batch.format });
};

/** What was shown of a file that was to be posted at once is gone when that did not end well. */
const asItStands = (batch: ImportBatch): ImportBatch =>
  batch.lastLine === 0 ? { ...batch, received: 0 } : batch;

interface FileImport extends Omit<ImportRequest, 'stream'> {
  readonly file: HeldFile;
  readonly now: Clock;
}

/** Posts a file at once if that can be, otherwise from where its batch stands, step by step. */
const importFile = async (
  context: RequestContext,
  request: FileImport,
  dependencies: ImportDependencies,
): Promise<void> => {
  const { format, parseRow, file, mode, now } = request;
  const readFile = async (): Promise<AsyncIterable<ImportChunk>> =>
    readChunks(await readRows(format, file.read(), parseRow));
  // A file whose header is not understood begins no batch.
  let chunks = await readFile();
  const batch = await begin(context, request, dependencies);
  const run = importRun(context.companyId, batch, context);
  const isNew = batch.status === 'receiving' && batch.lastLine === 0;
  if (isNew && (await file.holdsAll(holdingMs))) {
    const posting = { mode, chunks: inPairs(chunks), now };
    if (await postAtOnce(run, posting, dependencies)) return;
    chunks = await readFile();
  }
  await advance({ run, batch, chunks, now }, dependencies);
};

interface Advance {
  readonly run: ImportRun;
  readonly batch: ImportBatch;
  readonly chunks: AsyncIterable<ImportChunk>;
  readonly now: Clock;
}

/** Takes the batch from where it stands to its end. */
const advance = async (
  { run, batch, chunks, now }: Advance,
  dependencies: ImportDependencies,
): Promise<void> => {
  if (batch.status !== 'receiving') {
    await requireSameFile(chunks, batch);
    await applyToTheEnd(run, dependencies, now);
    return;
  }
  const file = watchEnd(chunks);
  const rest = inPairs(afterKnownChunks(file.chunks, batch));
  if (batch.mode === 'skip_bad_rows') {
    await postAsItReads(run, batch, rest, dependencies);
    const status = file.isCutShort() ? 'failed' : 'completed';
    await finish(run, { status, at: now() }, dependencies);
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

/** Passes chunks on, and knows afterwards whether the file could be read to its end. */
const watchEnd = (chunks: AsyncIterable<ImportChunk>) => {
  let isCutShort = false;
  async function* watched(): AsyncGenerator<ImportChunk> {
    for await (const chunk of chunks) {
      isCutShort = chunk.isCutShort;
      yield chunk;
    }
  }
  return { chunks: watched(), isCutShort: () => isCutShort };
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
