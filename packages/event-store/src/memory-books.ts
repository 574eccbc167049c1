import type { CompanyId } from '@accounting/kernel';
import { recordedEvents } from './encoded-unit';
import type { CommitOutcome, CommittedEvent, CommitUnit, IdempotencyClaim } from './port';

/** Everything recorded by the twin. Never changed in place, so that a commit can be undone. */
export interface MemoryBooks {
  readonly log: readonly CommittedEvent[];
  readonly claims: ReadonlyMap<string, IdempotencyClaim>;
  readonly markers: ReadonlyMap<string, number>;
}

export const emptyBooks: MemoryBooks = { log: [], claims: new Map(), markers: new Map() };

/** Names things per company. */
export const nameOf = (companyId: CompanyId, name: string): string => `${companyId}/${name}`;

/** Storing as JSON text and reading back is part of what the twin must do alike. */
export const asStored = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

export const markerVersion = (books: MemoryBooks, companyId: CompanyId, name: string): number =>
  books.markers.get(nameOf(companyId, name)) ?? 0;

export const streamOf = (
  { log }: MemoryBooks,
  companyId: CompanyId,
  streamId: string,
): readonly CommittedEvent[] =>
  log.filter((event) => event.companyId === companyId && event.streamId === streamId);

/** The outcome for one unit and the books after it. */
export const recordUnit = (
  books: MemoryBooks,
  unit: CommitUnit,
  transactionId: string,
): { readonly outcome: CommitOutcome; readonly books: MemoryBooks } => {
  const refusal = refusalOf(books, unit);
  if (refusal !== undefined) return { outcome: refusal, books };
  const { companyId, idempotency, advancedMarkers = [] } = unit;
  const events = recordedEvents(unit);
  const claims = new Map(books.claims);
  if (idempotency !== undefined) {
    claims.set(nameOf(companyId, idempotency.key), asStored(idempotency));
  }
  const markers = new Map(books.markers);
  for (const name of advancedMarkers) {
    markers.set(nameOf(companyId, name), markerVersion(books, companyId, name) + 1);
  }
  const added = events.map((event, index) => ({
    ...asStored(event),
    position: { transactionId, sequence: String(books.log.length + index + 1) },
  }));
  return {
    outcome: { status: 'committed', events },
    books: { log: [...books.log, ...added], claims, markers },
  };
};

/** In the order in which PostgreSQL decides: an answered request first, whatever has changed. */
const refusalOf = (books: MemoryBooks, unit: CommitUnit): CommitOutcome | undefined => {
  const { companyId, idempotency, requiredMarkers = [], appends } = unit;
  const claim = idempotency && books.claims.get(nameOf(companyId, idempotency.key));
  if (claim !== undefined) {
    return claim.requestHash === idempotency?.requestHash
      ? { status: 'replayed', answer: claim.answer }
      : { status: 'key_reused' };
  }
  const stale = requiredMarkers.find(
    ({ name, version }) => markerVersion(books, companyId, name) !== version,
  );
  if (stale !== undefined) return { status: 'marker_stale', marker: stale.name };
  const conflict = appends.find(
    ({ streamId, expectedVersion }) =>
      streamOf(books, companyId, streamId).length !== expectedVersion,
  );
  return conflict && { status: 'version_conflict', streamId: conflict.streamId };
};
