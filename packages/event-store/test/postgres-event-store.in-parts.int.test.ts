import { setTimeout as delay } from 'node:timers/promises';
import { anAppend, aUnit, gate, newStream } from './fixtures';
import { openTwoProcesses } from './postgres-processes';

const given = openTwoProcesses();

const nothing = async (): Promise<void> => undefined;

describe('parts of one transaction on PostgreSQL', () => {
  it('show nothing before its end, and do not hold up what others record', async () => {
    const { store, otherStore, company, recordedIds } = given();
    await store.commitInParts(company, async ({ record }) => {
      await record([aUnit(company)], nothing);
      expect(await recordedIds()).toEqual([]);
      const outcome = await otherStore.commit(aUnit(company));
      expect(outcome.status).toBe('committed');
      await record([aUnit(company)], nothing);
      expect(await recordedIds()).toHaveLength(1);
    });
    expect(await recordedIds()).toHaveLength(3);
  });

  it('are given up, not tried again, when another process records the same', async () => {
    const { store, otherStore, company, recordedIds, somebodyWaits } = given();
    const isRecorded = gate();
    const append = () => aUnit(company, { appends: [anAppend(streamId, 0)] });
    const streamId = newStream();
    let attempts = 0;
    const slow = store.commitInParts(company, async ({ record }) => {
      attempts += 1;
      await record([aUnit(company)], nothing);
      const other = otherStore.commitInParts(company, async (parts) => {
        await parts.record([append()], nothing);
        isRecorded.open();
        await somebodyWaits();
      });
      await isRecorded.opened;
      const [recorded] = await Promise.allSettled([record([append()], nothing), other]);
      if (recorded.status === 'rejected') throw recorded.reason;
    });
    await expect(slow).rejects.toMatchObject({ code: 'event_store.contention', kind: 'aborted' });
    expect(attempts).toBe(1);
    expect(await recordedIds()).toHaveLength(1);
  });

  it('are all ended before the transaction is, when one of them fails', async () => {
    const { store, company, recordedIds } = given();
    const unit = aUnit(company);
    const failing = store.commitInParts(company, async ({ record }) => {
      void record([aUnit(company)], () => Promise.reject(new Error('cannot go on')));
      // Its rejection is nobody's: the work has failed already.
      void record([unit], nothing);
      await delay(0);
      throw new Error('given up');
    });
    await expect(failing).rejects.toThrow('given up');
    expect(await recordedIds()).toEqual([]);
  });

  it('are not recorded when the work overlooks that one failed', async () => {
    const { store, company, recordedIds } = given();
    const careless = store.commitInParts(company, async ({ record }) => {
      await record([aUnit(company)], nothing);
      await record([aUnit(company)], () => Promise.reject(new Error('cannot go on'))).catch(
        () => undefined,
      );
    });
    await expect(careless).rejects.toThrow('a part that was not recorded');
    expect(await recordedIds()).toEqual([]);
  });
});
