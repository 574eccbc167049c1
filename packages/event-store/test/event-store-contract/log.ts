import { comparePositions, type CommittedEvent } from '@accounting/event-store';
import { newUuid } from '@accounting/kernel';
import { anAppend, aUnit, newStream } from '../fixtures';
import type { GiveSubject } from './subject';

/** The log shows every event once, and keeps how far a follower has come. */
export const logContract = (given: GiveSubject): void => {
  describe('the log', () => {
    it('holds every event once, in the order of its stream, with growing positions', async () => {
      const { store, company, logOf, readLog } = given();
      const streamId = newStream();
      await Promise.all(Array.from({ length: 30 }, () => store.commit(aUnit(company))));
      await store.commit(aUnit(company, { appends: [anAppend(streamId, 0)] }));
      await store.commit(aUnit(company, { appends: [anAppend(streamId, 1)] }));
      // Once these show, so does everything before them.
      await logOf(company);
      const events = await readLog();
      for (const [index, event] of events.entries()) {
        const before = events[index - 1];
        if (before !== undefined) {
          expect(comparePositions(before.position, event.position)).toBeLessThan(0);
        }
      }
      const own = events.filter((event) => event.companyId === company);
      expect(own).toHaveLength(32);
      const { position: _position, ...last } = own.at(-1) as CommittedEvent;
      expect(last).toEqual((await store.readStream(company, streamId, 1))[0]);
    });

    it('keeps the events of one unit in the order of its appends', async () => {
      const { store, company, logOf } = given();
      const streams = [newStream(), newStream(), newStream()];
      await store.commit(aUnit(company, { appends: streams.map((stream) => anAppend(stream, 0)) }));
      expect((await logOf(company)).map(({ streamId }) => streamId)).toEqual(streams);
    });

    it('continues after a position and stops at the limit', async () => {
      const { store, log, company, logOf, readLog } = given();
      await store.commit(aUnit(company));
      await store.commit(aUnit(company));
      await logOf(company);
      const [first, second] = await readLog();
      expect(await log.readCommitted(undefined, 1)).toEqual([first]);
      expect(await log.readCommitted(first?.position, 1)).toEqual([second]);
      expect(await log.readCommitted((await readLog()).at(-1)?.position, 10)).toEqual([]);
    });
  });

  describe('a checkpoint', () => {
    it('is unknown at first, then where the follower left it', async () => {
      const { log } = given();
      const follower = newUuid();
      expect(await log.loadCheckpoint(follower)).toBeUndefined();
      const position = { transactionId: '9007199254740993', sequence: '7' };
      await log.saveCheckpoint(follower, position);
      expect(await log.loadCheckpoint(follower)).toEqual(position);
      expect(await log.loadCheckpoint(newUuid())).toBeUndefined();
    });

    it('moves forward only', async () => {
      const { log } = given();
      const follower = newUuid();
      const at = (transactionId: string, sequence: string) => ({ transactionId, sequence });
      for (const position of [at('10', '5'), at('9', '9'), at('10', '4'), at('10', '12')]) {
        await log.saveCheckpoint(follower, position);
      }
      expect(await log.loadCheckpoint(follower)).toEqual(at('10', '12'));
    });
  });
};
