import { newStream } from '../fixtures';
import type { GiveSubject } from './subject';

/** A snapshot is kept for its company until a later one comes. */
export const snapshotContract = (given: GiveSubject): void => {
  describe('a snapshot', () => {
    it('is given back as it was kept, to its company only', async () => {
      const { store, company, other } = given();
      const streamId = newStream();
      const snapshot = { streamVersion: 2, schemaVersion: 1, state: { total: '10.10' } };
      await store.saveSnapshot(company, streamId, snapshot);
      expect(await store.findSnapshot(company, streamId)).toEqual(snapshot);
      expect(await store.findSnapshot(other, streamId)).toBeUndefined();
      expect(await store.findSnapshot(company, newStream())).toBeUndefined();
    });

    it('gives way to a later one and not to an earlier one', async () => {
      const { store, company } = given();
      const streamId = newStream();
      const at = (streamVersion: number, schemaVersion = 1) => ({
        streamVersion,
        schemaVersion,
        state: { streamVersion },
      });
      for (const snapshot of [at(4), at(2), at(6), at(6, 2)]) {
        await store.saveSnapshot(company, streamId, snapshot);
      }
      expect(await store.findSnapshot(company, streamId)).toEqual(at(6, 2));
    });
  });
};
