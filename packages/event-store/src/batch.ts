import type { CompanyId } from '@accounting/kernel';
import type { EncodedUnit } from './encoded-unit';
import type { EventStoreLimits } from './limits';
import type { CommitOutcome, StreamId } from './port';

/** A unit in the queue and whom to tell. */
export interface Waiting {
  readonly unit: EncodedUnit;
  readonly resolve: (outcome: CommitOutcome) => void;
  readonly reject: (failure: unknown) => void;
}

/** A unit to commit, and those behind it that carry the same idempotency key. */
export interface Batched {
  readonly leader: Waiting;
  readonly followers: Waiting[];
}

type BatchLimits = Pick<EventStoreLimits, 'commitUnitsMax' | 'commitBytesMax'>;

/** How far down the queue a batch looks, in batches, past units that cannot join it. */
const lookahead = 4;

/**
 * Chooses from the front of the queue what commits together: no stream and no idempotency key
 * twice, within the limits, and a unit that advances a marker alone. What is left keeps its order.
 */
export const takeBatch = (
  queue: readonly Waiting[],
  limits: BatchLimits,
): { batch: readonly Batched[]; rest: readonly Waiting[] } => {
  const batch = createBatch(limits);
  const passedOver: Waiting[] = [];
  let taken = 0;
  for (const waiting of queue.slice(0, lookahead * limits.commitUnitsMax)) {
    if (!batch.follow(waiting)) {
      if (!batch.hasRoomFor(waiting.unit)) break;
      if (!batch.join(waiting)) passedOver.push(waiting);
    }
    taken += 1;
  }
  return { batch: batch.members, rest: [...passedOver, ...queue.slice(taken)] };
};

/**
 * Splits units, keeping their order, into groups that PostgreSQL can check at once: no stream and
 * no idempotency key twice in one, and a unit that advances a marker alone.
 */
export const splitIntoWaves = (
  units: readonly EncodedUnit[],
  unitsMax: number,
): readonly (readonly EncodedUnit[])[] => {
  const waves: EncodedUnit[][] = [];
  let names = createNames();
  let isClosed = true;
  for (const unit of units) {
    const isAlone = advancesMarker(unit);
    const wave = isClosed || isAlone ? undefined : waves.at(-1);
    if (wave !== undefined && wave.length < unitsMax && names.admit(unit)) {
      wave.push(unit);
      continue;
    }
    names = createNames();
    names.admit(unit);
    waves.push([unit]);
    isClosed = isAlone;
  }
  return waves;
};

interface Batch {
  readonly members: readonly Batched[];
  /** Attaches a unit to the member with its idempotency key; false when there is none. */
  follow(waiting: Waiting): boolean;
  hasRoomFor(unit: EncodedUnit): boolean;
  /** False when the unit shares a stream with a member and must wait for the next batch. */
  join(waiting: Waiting): boolean;
}

const createBatch = (limits: BatchLimits): Batch => {
  const members: Batched[] = [];
  const byClaim = new Map<string, Batched>();
  const names = createNames();
  let bytes = 0;
  let isClosed = false;

  return {
    members,
    follow: (waiting) => {
      const { claimName } = waiting.unit;
      const sameClaim = claimName === undefined ? undefined : byClaim.get(claimName);
      sameClaim?.followers.push(waiting);
      return sameClaim !== undefined;
    },
    hasRoomFor: (unit) =>
      members.length === 0 ||
      (!isClosed &&
        !advancesMarker(unit) &&
        members.length < limits.commitUnitsMax &&
        bytes + unit.bytes <= limits.commitBytesMax),
    join: (waiting) => {
      const { unit } = waiting;
      if (!names.admit(unit)) return false;
      const batched = { leader: waiting, followers: [] };
      members.push(batched);
      if (unit.claimName !== undefined) byClaim.set(unit.claimName, batched);
      bytes += unit.bytes;
      isClosed = advancesMarker(unit);
      return true;
    },
  };
};

const advancesMarker = ({ unit }: EncodedUnit): boolean =>
  unit.advancedMarkers !== undefined && unit.advancedMarkers.length > 0;

/** Streams and keys that may occur once in a company. */
const createNames = (): { admit: (unit: EncodedUnit) => boolean } => {
  const streams = new Map<CompanyId, Set<StreamId>>();
  const claims = new Set<string>();
  return {
    admit: ({ unit: { companyId, appends }, claimName }) => {
      const known = streams.get(companyId) ?? new Set();
      if (claimName !== undefined && claims.has(claimName)) return false;
      if (appends.some(({ streamId }) => known.has(streamId))) return false;
      if (claimName !== undefined) claims.add(claimName);
      for (const { streamId } of appends) known.add(streamId);
      streams.set(companyId, known);
      return true;
    },
  };
};
