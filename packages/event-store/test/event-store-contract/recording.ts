import fc from 'fast-check';
import { aClaim, anAppend, anEvent, aUnit, newCompany, newStream } from '../fixtures';
import type { GiveSubject } from './subject';

/** Units are recorded whole, in order, at the version they were decided on. */
export const recordingContract = (given: GiveSubject): void => {
  describe('recording', () => {
    it('gives back what was recorded, oldest first', async () => {
      const { store, company } = given();
      const streamId = newStream();
      const first = anEvent({
        text: 'გაყიდვა "დღგ"',
        amount: '10.10',
        lines: [{ nothing: null }],
      });
      const second = { ...anEvent(), schemaVersion: 3 };
      const third = {
        ...anEvent(),
        metadata: { ...second.metadata, causationId: second.eventId },
      };
      const outcome = await store.commit(
        aUnit(company, { appends: [anAppend(streamId, 0, first, second)] }),
      );
      await store.commit(aUnit(company, { appends: [anAppend(streamId, 2, third)] }));
      const expected = [first, second, third].map((event, index) => ({
        ...event,
        companyId: company,
        streamId,
        streamVersion: index + 1,
      }));
      expect(outcome).toEqual({ status: 'committed', events: expected.slice(0, 2) });
      expect(await store.readStream(company, streamId, 0)).toEqual(expected);
      expect(await store.readStream(company, streamId, 2)).toEqual(expected.slice(2));
      expect(await store.readStream(company, streamId, 3)).toEqual([]);
    });

    it('refuses a decision made at another version than the current one', async () => {
      const { store, company } = given();
      const streamId = newStream();
      await store.commit(aUnit(company, { appends: [anAppend(streamId, 0)] }));
      const conflict = { status: 'version_conflict', streamId };
      for (const expectedVersion of [0, 2]) {
        const unit = aUnit(company, { appends: [anAppend(streamId, expectedVersion)] });
        expect(await store.commit(unit)).toEqual(conflict);
      }
      expect(await store.readStream(company, streamId, 0)).toHaveLength(1);
    });

    it('refuses to begin a stream in the middle', async () => {
      const { store, company } = given();
      const streamId = newStream();
      const unit = aUnit(company, { appends: [anAppend(streamId, 1)] });
      expect(await store.commit(unit)).toEqual({ status: 'version_conflict', streamId });
    });

    it('keeps all of a unit or nothing of it', async () => {
      const { store, company } = given();
      const [taken, free] = [newStream(), newStream()];
      await store.commit(aUnit(company, { appends: [anAppend(taken, 0)] }));
      const unit = aUnit(company, {
        appends: [anAppend(free, 0), anAppend(taken, 0)],
        idempotency: aClaim('both'),
        advancedMarkers: ['accounts'],
      });
      expect(await store.commit(unit)).toEqual({ status: 'version_conflict', streamId: taken });
      expect(await store.readStream(company, free, 0)).toEqual([]);
      expect(await store.findIdempotencyClaim(company, 'both')).toBeUndefined();
      expect(await store.readMarkers(company, ['accounts'])).toEqual([
        { name: 'accounts', version: 0 },
      ]);
    });

    it('records several streams of one unit together', async () => {
      const { store, company } = given();
      const [original, reversal] = [newStream(), newStream()];
      await store.commit(aUnit(company, { appends: [anAppend(original, 0)] }));
      await store.commit(
        aUnit(company, { appends: [anAppend(original, 1), anAppend(reversal, 0)] }),
      );
      expect(await store.readStream(company, original, 0)).toHaveLength(2);
      expect(await store.readStream(company, reversal, 0)).toHaveLength(1);
    });

    it('gives each of many concurrent units its own outcome', async () => {
      const { store, company } = given();
      const taken = newStream();
      await store.commit(aUnit(company, { appends: [anAppend(taken, 0)] }));
      const units = Array.from({ length: 50 }, (_, index) =>
        aUnit(company, index % 10 === 0 ? { appends: [anAppend(taken, 0)] } : {}),
      );
      const outcomes = await Promise.all(units.map((unit) => store.commit(unit)));
      for (const [index, outcome] of outcomes.entries()) {
        expect(outcome.status).toBe(index % 10 === 0 ? 'version_conflict' : 'committed');
      }
    });

    it('refuses text that PostgreSQL cannot hold and nothing besides', async () => {
      const { store, company } = given();
      const refused = ['\u0000', '\ud800'].map((text) =>
        store.commit(aUnit(company, { appends: [anAppend(newStream(), 0, anEvent({ text }))] })),
      );
      const kept = store.commit(
        aUnit(company, { appends: [anAppend(newStream(), 0, anEvent({ text: '\\u0000 😀' }))] }),
      );
      for (const commit of refused) {
        await expect(commit).rejects.toMatchObject({
          kind: 'invalid_argument',
          code: 'event_store.unstorable_text',
        });
      }
      expect(await kept).toMatchObject({ status: 'committed' });
    });

    it('keeps stream versions gapless however commits interleave', async () => {
      const { store } = given();
      const attempt = fc.record({
        stream: fc.integer({ min: 0, max: 2 }),
        expectedVersion: fc.integer({ min: 0, max: 4 }),
        events: fc.integer({ min: 1, max: 3 }),
        alsoNextStream: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 20 }), async (attempts) => {
          const tenant = newCompany();
          const streams = [newStream(), newStream(), newStream(), newStream()];
          const outcomes = await Promise.all(
            attempts.map(({ stream, expectedVersion, events, alsoNextStream }) =>
              store.commit(
                aUnit(tenant, {
                  appends: [
                    anAppend(
                      streams[stream] ?? newStream(),
                      expectedVersion,
                      ...Array.from({ length: events }, () => anEvent()),
                    ),
                    ...(alsoNextStream
                      ? [anAppend(streams[stream + 1] ?? newStream(), expectedVersion)]
                      : []),
                  ],
                }),
              ),
            ),
          );
          const acknowledged = outcomes.flatMap((outcome) =>
            outcome.status === 'committed' ? outcome.events : [],
          );
          for (const stream of streams) {
            const events = await store.readStream(tenant, stream, 0);
            expect(events.map(({ streamVersion }) => streamVersion)).toEqual(
              events.map((_, index) => index + 1),
            );
            expect(new Set(events.map(({ eventId }) => eventId))).toEqual(
              new Set(
                acknowledged
                  .filter(({ streamId }) => streamId === stream)
                  .map(({ eventId }) => eventId),
              ),
            );
          }
        }),
        { numRuns: 25 },
      );
    });
  });
};
