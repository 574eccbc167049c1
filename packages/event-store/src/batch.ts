import type { EncodedUnit } from './encoded-unit';
import type { EventStoreLimits } from './limits';
import type { CommitOutcome } from './port';

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
  const members = createMembers();
  const batch: Batched[] = [];
  const rest: Waiting[] = [];
  const claims = new Map<string, Batched>();
  let bytes = 0;
  let looked = 0;
  for (; looked < Math.min(queue.length, lookahead * limits.commitUnitsMax); looked += 1) {
    const waiting = queue[looked]!;
    const { unit } = waiting;
    const sameClaim = unit.claimName === undefined ? undefined : claims.get(unit.claimName);
    if (sameClaim !== undefined) {
      sameClaim.followers.push(waiting);
      continue;
    }
    const isFull =
      batch.length >= limits.commitUnitsMax ||
      (batch.length > 0 && bytes + unit.bytes > limits.commitBytesMax);
    if (isFull || (batch.length > 0 && advancesMarker(unit))) break;
    if (!members.admit(unit)) {
      rest.push(waiting);
      continue;
    }
    const batched = { leader: waiting, followers: [] };
    batch.push(batched);
    bytes += unit.bytes;
    if (unit.claimName !== undefined) claims.set(unit.claimName, batched);
    if (advancesMarker(unit)) {
      looked += 1;
      break;
    }
  }
  return { batch, rest: [...rest, ...queue.slice(looked)] };
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
  let members = createMembers();
  let mustBreak = true;
  for (const unit of units) {
    const wave = waves.at(-1);
    const isJoined =
      !mustBreak &&
      wave !== undefined &&
      wave.length < unitsMax &&
      !advancesMarker(unit) &&
      members.admit(unit);
    if (!isJoined) {
      members = createMembers();
      members.admit(unit);
      waves.push([unit]);
    } else {
      wave.push(unit);
    }
    mustBreak = advancesMarker(unit);
  }
  return waves;
};

const advancesMarker = ({ unit }: EncodedUnit): boolean =>
  unit.advancedMarkers !== undefined && unit.advancedMarkers.length > 0;

const createMembers = (): { admit: (unit: EncodedUnit) => boolean } => {
  const names = new Set<string>();
  return {
    admit: ({ claimName, streamNames }) => {
      const own = claimName === undefined ? streamNames : [...streamNames, `key ${claimName}`];
      if (own.some((name) => names.has(name))) return false;
      for (const name of own) names.add(name);
      return true;
    },
  };
};
