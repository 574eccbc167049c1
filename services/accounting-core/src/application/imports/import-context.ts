import type { Database, Transaction } from '@accounting/database';
import type {
  CommitUnit,
  EventMetadata,
  EventStore,
  ConsistencyMarker,
} from '@accounting/event-store';
import {
  derivedUuid,
  derivedUuidName,
  type ActorId,
  type CompanyId,
  type Instant,
  type NewUuid,
} from '@accounting/kernel';
import { ledgerMarker } from '../../domain/ledger-reference';
import type { TransactionPosted } from '../../domain/transaction/events';
import type { TransactionId } from '../../domain/transaction/transaction-id';
import type { ImportBatch, ImportBatches, ImportStaging, PostingInParts } from '../import-ports';
import { streamOf } from '../ledger-commands';
import type { ExchangeRates, JournalPartitions, LedgerMetrics, LedgerReferences } from '../ports';

/** What importing stands on. */
export interface ImportDependencies {
  readonly eventStore: EventStore<Transaction>;
  readonly database: Pick<Database, 'read' | 'write'>;
  readonly batches: ImportBatches;
  readonly staging: ImportStaging;
  readonly postingInParts: PostingInParts;
  readonly references: LedgerReferences;
  readonly partitions: JournalPartitions;
  readonly exchangeRates: ExchangeRates;
  readonly metrics: LedgerMetrics;
  readonly newUuid: NewUuid;
  /** What is posted in one transaction: a whole file, or so much of what was kept aside of one. */
  readonly importAtOnceBytesMax: number;
}

/** The import of one batch: who, for whom, and since when. */
export interface ImportRun {
  readonly companyId: CompanyId;
  readonly actorId: ActorId;
  readonly batchId: string;
  /** Of every event: one object, so that the event store writes it down once. */
  readonly metadata: EventMetadata;
  /**
   * When the batch began; also when it is continued another day. Rows are judged and their ids made
   * by it, so that a repeat judges and names them alike.
   */
  readonly startedAt: Instant;
  /** When what is posted now is posted. */
  readonly now: Instant;
}

export const importRun = (
  companyId: CompanyId,
  { batchId, requestedBy, startedAt }: ImportBatch,
  { correlationId, now }: { readonly correlationId: string; readonly now: Instant },
): ImportRun => {
  const actorId = requestedBy as ActorId;
  return { companyId, actorId, batchId, metadata: { actorId, correlationId }, startedAt, now };
};

/**
 * The id of the transaction on a line: it follows from the batch and the line, so that no row can
 * be posted twice, whatever is repeated.
 */
export const transactionIdsOf = ({
  companyId,
  batchId,
  startedAt,
}: ImportRun): ((line: number) => TransactionId) => {
  const name = derivedUuidName(`import ${companyId} ${batchId}`);
  return (line) => derivedUuid(startedAt, line, name) as TransactionId;
};

/** What the ledger must still be when rows that were decided on it are recorded. */
export const ledgerAt = (version: number): readonly ConsistencyMarker[] => [
  { name: ledgerMarker, version },
];

/** What the event store is to record for one posted row. */
export const unitOf = (
  run: ImportRun,
  posted: TransactionPosted,
  {
    requiredMarkers,
    newUuid,
  }: { readonly requiredMarkers: readonly ConsistencyMarker[]; readonly newUuid: NewUuid },
): CommitUnit => ({
  companyId: run.companyId,
  appends: [
    {
      streamId: streamOf('transaction', posted.data.transactionId),
      expectedVersion: 0,
      events: [
        {
          eventId: newUuid(),
          type: posted.type,
          schemaVersion: 1,
          data: posted.data,
          occurredAt: run.now,
          metadata: run.metadata,
        },
      ],
    },
  ],
  requiredMarkers,
});
