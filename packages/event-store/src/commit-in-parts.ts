import type { Database, Transaction } from '@accounting/database';
import { invariant } from '@accounting/kernel';
import { splitIntoWaves } from './batch';
import { retryingRaces } from './committing';
import type { EncodedUnit } from './encoded-unit';
import type { EventStoreLimits } from './limits';
import type { CommitUnit, EventStore, PartRecorder } from './port';
import { hopedFor, project, recordUnits } from './recording';

interface InPartsOptions {
  readonly database: Database;
  readonly limits: EventStoreLimits;
  readonly encodeInTurns: (units: readonly CommitUnit[]) => Promise<readonly EncodedUnit[]>;
}

interface Parts extends PartRecorder<Transaction> {
  /** Resolves when nothing is under way any more; true when every unit was recorded. */
  settle(): Promise<boolean>;
}

/** One transaction around work that records part after part. */
export const createCommitInParts =
  (options: InPartsOptions): EventStore<Transaction>['commitInParts'] =>
  (companyId, work) =>
    // What was recorded is gone with the transaction, and the work may not be able to begin anew.
    retryingRaces(0, () =>
      options.database.write([companyId], async (transaction) => {
        const parts = createParts(transaction, options);
        try {
          const result = await work(parts);
          invariant(await parts.settle(), 'work with a part that was not recorded rejects');
          return result;
        } finally {
          await parts.settle();
        }
      }),
    );

const createParts = (
  transaction: Transaction,
  { limits, encodeInTurns }: InPartsOptions,
): Parts => {
  let lastEncoding: Promise<unknown> = Promise.resolve();
  let isWhole = true;
  const underWay = new Set<Promise<unknown>>();

  /** Sends everything of a part at once, hoping that no unit is refused. */
  const send: Parts['record'] = async (units, projection) => {
    // Encoded while the part before is written, and sent behind it.
    const encoding = lastEncoding.then(() => encodeInTurns(units));
    lastEncoding = encoding;
    const waves = splitIntoWaves(await encoding, limits.togetherUnitsMax).map((wave) => ({
      wave,
      hoped: wave.map(hopedFor),
    }));
    const [recorded, projected] = await Promise.allSettled([
      Promise.all(waves.map(({ wave, hoped }) => recordUnits(transaction, wave, hoped))),
      project(
        transaction,
        waves.flatMap(({ hoped }) => hoped),
        [projection],
      ),
    ]);
    if (recorded.status === 'rejected') throw recorded.reason;
    const outcomes = recorded.value.flat();
    if (outcomes.some(({ status }) => status !== 'committed')) isWhole = false;
    else if (projected.status === 'rejected') throw projected.reason;
    return outcomes;
  };

  return {
    transaction,
    record: (units, projection) => {
      const sent = send(units, projection);
      underWay.add(sent);
      // Whoever gave the part meets its failure; until then it must not count as unhandled.
      sent.catch(() => (isWhole = false)).finally(() => underWay.delete(sent));
      return sent;
    },
    settle: async () => {
      await Promise.allSettled(underWay);
      return isWhole;
    },
  };
};
