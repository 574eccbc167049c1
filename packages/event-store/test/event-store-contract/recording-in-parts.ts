import type { CommitUnit, EventStore, RecordedEvent } from '@accounting/event-store';
import type { CompanyId } from '@accounting/kernel';
import { aClaim, anAppend, anEvent, aUnit, newStream } from '../fixtures';
import type { GiveSubject } from './subject';

const nothing = async (): Promise<void> => undefined;

/** Records each part in its turn; rejects unless every unit is committed. */
const commitParts = (
  store: EventStore<unknown>,
  company: CompanyId,
  parts: readonly (readonly CommitUnit[])[],
): Promise<void> =>
  store.commitInParts(company, async ({ record }) => {
    for (const units of parts) {
      for (const { status } of await record(units, nothing)) {
        if (status !== 'committed') throw new Error(status);
      }
    }
  });

/** Many units are recorded part by part in one transaction. */
export const recordingInPartsContract = (given: GiveSubject): void => {
  describe('recording in parts', () => {
    it('records all in the order of the calls, and resolves with what the work does', async () => {
      const { store, company, logOf } = given();
      const parts = [3, 1_200, 1].map((count) =>
        Array.from({ length: count }, () => aUnit(company)),
      );
      const result = await store.commitInParts(company, async ({ record }) => {
        // The next is given before the last is recorded.
        await Promise.all(parts.map((units) => record(units, nothing)));
        return 'done';
      });
      expect(result).toBe('done');
      expect((await logOf(company)).map(({ streamId }) => streamId)).toEqual(
        parts.flat().map(({ appends }) => appends[0]?.streamId),
      );
    });

    it('lets a part build on one before it', async () => {
      const { store, company } = given();
      const streamId = newStream();
      await commitParts(store, company, [
        [aUnit(company, { appends: [anAppend(streamId, 0)] })],
        [aUnit(company, { appends: [anAppend(streamId, 1)] })],
      ]);
      expect(await store.readStream(company, streamId, 0)).toHaveLength(2);
    });

    it('writes what follows from the events of a part by what it was given with', async () => {
      const { store, company, projected } = given();
      const written: RecordedEvent[][] = [];
      const units = [aUnit(company), aUnit(company)];
      await store.commitInParts(company, async ({ record }) => {
        for (const unit of units) {
          await record([unit], async (_transaction, events) => {
            written.push([...events]);
          });
        }
      });
      expect(written.map((events) => events.map(({ streamId }) => streamId))).toEqual(
        units.map(({ appends }) => appends.map(({ streamId }) => streamId)),
      );
      expect(projected).toEqual([]);
    });

    it.each([
      ['the work', () => Promise.reject(new Error('cannot go on'))],
      ['what follows from a part', nothing],
    ])('keeps nothing when %s fails', async (_, goOn) => {
      const { store, company, logOf } = given();
      const failing = store.commitInParts(company, async ({ record }) => {
        await record([aUnit(company, { idempotency: aClaim('k') })], nothing);
        await goOn();
        await record([aUnit(company)], () => Promise.reject(new Error('cannot go on')));
      });
      await expect(failing).rejects.toThrow('cannot go on');
      expect(await logOf(company)).toEqual([]);
      expect(await store.findIdempotencyClaim(company, 'k')).toBeUndefined();
    });

    it('tells of a unit that is refused', async () => {
      const { store, company, logOf } = given();
      const taken = newStream();
      await store.commit(aUnit(company, { appends: [anAppend(taken, 0)] }));
      const before = await logOf(company);
      for (const [unit, status] of [
        [aUnit(company, { appends: [anAppend(taken, 0)] }), 'version_conflict'],
        [aUnit(company, { requiredMarkers: [{ name: 'accounts', version: 7 }] }), 'marker_stale'],
      ] as const) {
        const parts = [[aUnit(company)], [aUnit(company), unit]];
        await expect(commitParts(store, company, parts)).rejects.toThrow(status);
      }
      expect(await logOf(company)).toEqual(before);
    });

    it('keeps nothing when the work goes on although a unit was refused', async () => {
      const { store, company, logOf } = given();
      const stale = aUnit(company, { requiredMarkers: [{ name: 'accounts', version: 7 }] });
      const careless = store.commitInParts(company, async ({ record }) => {
        await record([aUnit(company), stale], nothing);
      });
      await expect(careless).rejects.toThrow('a part that was not recorded');
      expect(await logOf(company)).toEqual([]);
    });

    it('refuses text that cannot be stored', async () => {
      const { store, company, logOf } = given();
      const unit = aUnit(company, { appends: [anAppend(newStream(), 0, anEvent('\u0000'))] });
      await expect(commitParts(store, company, [[aUnit(company)], [unit]])).rejects.toMatchObject({
        code: 'event_store.unstorable_text',
      });
      expect(await logOf(company)).toEqual([]);
    });
  });
};
