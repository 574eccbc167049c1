import type { CommitOutcome } from '@accounting/event-store';
import { aClaim, anAppend, anEvent, aUnit, newStream } from '../fixtures';
import { refusedType, statusesOf, type GiveSubject } from './subject';

/** Many units are recorded in one transaction, along with other work. */
export const recordingTogetherContract = (given: GiveSubject): void => {
  describe('recording many units together', () => {
    const nothingAlongside = async (): Promise<void> => undefined;

    it('begins in the order it was asked for, however many units there are', async () => {
      const { store, company } = given();
      const begun: number[] = [];
      const commits = [1_000, 1, 120, 1].map((unitCount) =>
        store.commitTogether(
          Array.from({ length: unitCount }, () => aUnit(company)),
          async () => {
            begun.push(unitCount);
          },
        ),
      );
      await Promise.all(commits);
      expect(begun).toEqual([1_000, 1, 120, 1]);
    });

    it('answers in their order, and a refused one does not hold up the others', async () => {
      const { store, company, other, logOf } = given();
      const taken = newStream();
      await store.commit(
        aUnit(company, { appends: [anAppend(taken, 0)], idempotency: aClaim('old') }),
      );
      const outcomes = await store.commitTogether(
        [
          aUnit(company),
          aUnit(company, { appends: [anAppend(taken, 0)] }),
          aUnit(company, { idempotency: aClaim('old') }),
          aUnit(company, { idempotency: aClaim('old', '1') }),
          aUnit(other),
        ],
        nothingAlongside,
      );
      expect(outcomes.map(({ status }) => status)).toEqual([
        'committed',
        'version_conflict',
        'replayed',
        'key_reused',
        'committed',
      ]);
      expect(await logOf(other)).toHaveLength(1);
    });

    it('lets a unit build on one before it', async () => {
      const { store, company } = given();
      const streamId = newStream();
      const outcomes = await store.commitTogether(
        [
          aUnit(company, { appends: [anAppend(streamId, 0)], idempotency: aClaim('k') }),
          aUnit(company, { appends: [anAppend(streamId, 1)] }),
          aUnit(company, { idempotency: aClaim('k') }),
          aUnit(company, { advancedMarkers: ['accounts'] }),
          aUnit(company, { requiredMarkers: [{ name: 'accounts', version: 1 }] }),
          aUnit(company, { requiredMarkers: [{ name: 'accounts', version: 0 }] }),
        ],
        nothingAlongside,
      );
      expect(outcomes.map(({ status }) => status)).toEqual([
        'committed',
        'committed',
        'replayed',
        'committed',
        'committed',
        'marker_stale',
      ]);
    });

    it('hands the outcomes to the work alongside and keeps nothing when that fails', async () => {
      const { store, company } = given();
      const streamId = newStream();
      let seen: readonly CommitOutcome[] = [];
      const together = store.commitTogether(
        [aUnit(company, { appends: [anAppend(streamId, 0)], idempotency: aClaim('k') })],
        async (_transaction, outcomes) => {
          seen = outcomes;
          throw new Error('alongside failed');
        },
      );
      await expect(together).rejects.toThrow('alongside failed');
      expect(statusesOf(seen)).toEqual(['committed']);
      expect(await store.readStream(company, streamId, 0)).toEqual([]);
      expect(await store.findIdempotencyClaim(company, 'k')).toBeUndefined();
    });

    it('keeps nothing when a projection refuses one of them', async () => {
      const { store, company, logOf } = given();
      const refused = aUnit(company, {
        appends: [anAppend(newStream(), 0, anEvent({}, refusedType))],
      });
      const together = store.commitTogether([aUnit(company), refused], nothingAlongside);
      await expect(together).rejects.toThrow('refused by projection');
      expect(await logOf(company)).toEqual([]);
    });

    it('projects all their events at once', async () => {
      const { store, company, other, projected } = given();
      await store.commitTogether([aUnit(company), aUnit(other)], nothingAlongside);
      expect(projected.map(({ companyId }) => companyId)).toEqual([company, other]);
    });
  });
};
