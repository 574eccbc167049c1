import { aClaim, anAppend, anEvent, aUnit, newStream } from '../fixtures';
import { refusedType, type GiveSubject } from './subject';

/** What must agree with the events is written with them, or both are not. */
export const inlineProjectionContract = (given: GiveSubject): void => {
  describe('an inline projection', () => {
    it('is handed what is recorded, with versions, in order', async () => {
      const { store, company, projected } = given();
      const outcome = await store.commit(
        aUnit(company, { appends: [anAppend(newStream(), 0, anEvent(), anEvent())] }),
      );
      expect(outcome).toEqual({ status: 'committed', events: projected });
      expect(projected.map(({ streamVersion }) => streamVersion)).toEqual([1, 2]);
    });

    it('that refuses an event fails its unit alone and leaves nothing of it behind', async () => {
      const { store, company, logOf } = given();
      const bad = newStream();
      const commits = Array.from({ length: 20 }, (_, index) =>
        store.commit(
          index === 7
            ? aUnit(company, {
                appends: [anAppend(bad, 0, anEvent({}, refusedType))],
                idempotency: aClaim('bad'),
              })
            : aUnit(company),
        ),
      );
      const results = await Promise.allSettled(commits);
      for (const [index, result] of results.entries()) {
        if (index === 7) {
          expect(result).toMatchObject({ reason: { message: 'refused by projection' } });
        } else {
          expect(result).toMatchObject({ value: { status: 'committed' } });
        }
      }
      expect(await store.readStream(company, bad, 0)).toEqual([]);
      expect(await store.findIdempotencyClaim(company, 'bad')).toBeUndefined();
      expect(await logOf(company)).toHaveLength(19);
    });

    it('that refuses an event refuses it to everyone who sent it with the same key', async () => {
      const { store, company } = given();
      const unit = aUnit(company, {
        appends: [anAppend(newStream(), 0, anEvent({}, refusedType))],
        idempotency: aClaim('k', '0'),
      });
      const results = await Promise.allSettled([
        store.commit(unit),
        store.commit(unit),
        store.commit(aUnit(company, { idempotency: aClaim('k', '1') })),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    });
  });
};
