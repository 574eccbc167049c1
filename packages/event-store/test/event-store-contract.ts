import {
  comparePositions,
  type CommitOutcome,
  type CommittedEvent,
  type EventLog,
  type EventStore,
  type InlineProjection,
  type RecordedEvent,
} from '@accounting/event-store';
import { newUuid, type CompanyId } from '@accounting/kernel';
import fc from 'fast-check';
import { aClaim, anAppend, anEvent, aUnit, newCompany, newStream, readWholeLog } from './fixtures';

/** A store and log over the same facts. */
export interface EventStoreSubject {
  readonly store: EventStore<unknown>;
  readonly log: EventLog;
  readonly close: () => Promise<void>;
}

/** Makes the store under test; it keeps the projection given inline. */
export type EventStoreFactory = (
  projection: InlineProjection<unknown>,
) => Promise<EventStoreSubject>;

const statusesOf = (outcomes: readonly CommitOutcome[]): string[] =>
  outcomes.map(({ status }) => status).sort();

const count = (statuses: readonly string[], status: string): number =>
  statuses.filter((candidate) => candidate === status).length;

/** What every event store promises, whatever it is made of. */
export const eventStoreContract = (name: string, create: EventStoreFactory): void => {
  describe(`the event store ${name}`, () => {
    let subject: EventStoreSubject;
    let store: EventStore<unknown>;
    let company: CompanyId;
    let other: CompanyId;
    let projected: RecordedEvent[] = [];

    /** Refuses events named so, as a constraint of a read model would. */
    const refusedType = 'EventThatTheProjectionRefuses';
    const projection: InlineProjection<unknown> = async (_transaction, events) => {
      if (events.some(({ type }) => type === refusedType)) throw new Error('refused by projection');
      projected.push(...events);
    };

    beforeAll(async () => {
      subject = await create(projection);
      store = subject.store;
    });
    afterAll(() => subject.close());
    beforeEach(() => {
      company = newCompany();
      other = newCompany();
      projected = [];
    });

    const readLog = (): Promise<readonly CommittedEvent[]> => readWholeLog(subject.log);
    /**
     * A commit shows in the log once older transactions anywhere on the server have ended. A later
     * commit that shows proves that everything before it does.
     */
    const logOf = async (companyId: CompanyId): Promise<readonly CommittedEvent[]> => {
      const later = newCompany();
      await store.commit(aUnit(later));
      for (;;) {
        const log = await readLog();
        if (log.some((event) => event.companyId === later)) {
          return log.filter((event) => event.companyId === companyId);
        }
      }
    };

    describe('recording', () => {
      it('gives back what was recorded, oldest first', async () => {
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
        const streamId = newStream();
        const unit = aUnit(company, { appends: [anAppend(streamId, 1)] });
        expect(await store.commit(unit)).toEqual({ status: 'version_conflict', streamId });
      });

      it('keeps all of a unit or nothing of it', async () => {
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
        const [original, reversal] = [newStream(), newStream()];
        await store.commit(aUnit(company, { appends: [anAppend(original, 0)] }));
        await store.commit(
          aUnit(company, { appends: [anAppend(original, 1), anAppend(reversal, 0)] }),
        );
        expect(await store.readStream(company, original, 0)).toHaveLength(2);
        expect(await store.readStream(company, reversal, 0)).toHaveLength(1);
      });

      it('gives each of many concurrent units its own outcome', async () => {
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

    describe('a repeated request', () => {
      it('gets the first answer and records nothing', async () => {
        const claim = aClaim('k', '0', { text: 'პირველი', version: 1 });
        await store.commit(aUnit(company, { idempotency: claim }));
        const again = aUnit(company, { idempotency: { ...claim, answer: 'second' } });
        expect(await store.commit(again)).toEqual({ status: 'replayed', answer: claim.answer });
        expect(await logOf(company)).toHaveLength(1);
        expect(await store.findIdempotencyClaim(company, 'k')).toEqual(claim);
      });

      it('is refused when the key was used for another request', async () => {
        await store.commit(aUnit(company, { idempotency: aClaim('k', '0') }));
        const outcome = await store.commit(aUnit(company, { idempotency: aClaim('k', '1') }));
        expect(outcome).toEqual({ status: 'key_reused' });
        expect(await logOf(company)).toHaveLength(1);
      });

      it('gets the first answer although stream and reference data have moved on', async () => {
        const streamId = newStream();
        const unit = aUnit(company, {
          appends: [anAppend(streamId, 0)],
          idempotency: aClaim('k'),
          requiredMarkers: [{ name: 'accounts', version: 0 }],
        });
        await store.commit(unit);
        await store.commit(aUnit(company, { advancedMarkers: ['accounts'] }));
        await store.commit(aUnit(company, { appends: [anAppend(streamId, 1)] }));
        expect(await store.commit(unit)).toEqual({ status: 'replayed', answer: { key: 'k' } });
      });

      it('is recorded once and answered alike when two hundred arrive at once', async () => {
        const streamId = newStream();
        const request = (): Promise<CommitOutcome> =>
          store.commit(
            aUnit(company, { appends: [anAppend(streamId, 0)], idempotency: aClaim('k') }),
          );
        const outcomes = await Promise.all(Array.from({ length: 200 }, request));
        const statuses = statusesOf(outcomes);
        expect(count(statuses, 'committed')).toBe(1);
        expect(count(statuses, 'replayed')).toBe(199);
        for (const outcome of outcomes) {
          if (outcome.status === 'replayed') expect(outcome.answer).toEqual({ key: 'k' });
        }
        expect(await store.readStream(company, streamId, 0)).toHaveLength(1);
      });

      it('is told apart from another request with the same key that arrives with it', async () => {
        const outcomes = await Promise.all(
          ['0', '1', '0', '1'].map((digit) =>
            store.commit(aUnit(company, { idempotency: aClaim('k', digit) })),
          ),
        );
        expect(statusesOf(outcomes)).toEqual(['committed', 'key_reused', 'key_reused', 'replayed']);
      });

      it('is recorded when the one before it with the same key was not', async () => {
        const taken = newStream();
        await store.commit(aUnit(company, { appends: [anAppend(taken, 0)] }));
        const outcomes = await Promise.all([
          store.commit(
            aUnit(company, { appends: [anAppend(taken, 0)], idempotency: aClaim('k', '0') }),
          ),
          store.commit(aUnit(company, { idempotency: aClaim('k', '1') })),
        ]);
        expect(outcomes.map(({ status }) => status)).toEqual(['version_conflict', 'committed']);
      });

      it('belongs to its company: another may use the same key', async () => {
        await store.commit(aUnit(company, { idempotency: aClaim('k', '0') }));
        const outcome = await store.commit(aUnit(other, { idempotency: aClaim('k', '1') }));
        expect(outcome.status).toBe('committed');
      });

      it('is remembered when there was nothing to record', async () => {
        const unit = aUnit(company, { appends: [], idempotency: aClaim('k') });
        expect(await store.commit(unit)).toEqual({ status: 'committed', events: [] });
        expect((await store.commit(unit)).status).toBe('replayed');
      });
    });

    describe('a consistency marker', () => {
      const requires = (version: number) =>
        aUnit(company, { requiredMarkers: [{ name: 'accounts', version }] });

      it('starts at 0, and each company has its own', async () => {
        await store.commit(aUnit(other, { advancedMarkers: ['accounts'] }));
        expect(await store.readMarkers(company, ['accounts', 'periods'])).toEqual([
          { name: 'accounts', version: 0 },
          { name: 'periods', version: 0 },
        ]);
        expect((await store.commit(requires(0))).status).toBe('committed');
      });

      it('refuses a decision on data that has changed since', async () => {
        await store.commit(aUnit(company, { advancedMarkers: ['accounts'] }));
        expect(await store.commit(requires(0))).toEqual({
          status: 'marker_stale',
          marker: 'accounts',
        });
        expect((await store.commit(requires(1))).status).toBe('committed');
        expect(await logOf(company)).toHaveLength(2);
      });

      it('moves by one for each unit that advances it, however many arrive at once', async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 10 }, () =>
            store.commit(aUnit(company, { advancedMarkers: ['accounts', 'periods'] })),
          ),
        );
        expect(count(statusesOf(outcomes), 'committed')).toBe(10);
        expect(await store.readMarkers(company, ['periods', 'accounts'])).toEqual([
          { name: 'periods', version: 10 },
          { name: 'accounts', version: 10 },
        ]);
      });

      it('lets one of many win that decided on the same version and advance it', async () => {
        const outcomes = await Promise.all(
          Array.from({ length: 10 }, () =>
            store.commit(
              aUnit(company, {
                requiredMarkers: [{ name: 'accounts', version: 0 }],
                advancedMarkers: ['accounts'],
              }),
            ),
          ),
        );
        const statuses = statusesOf(outcomes);
        expect([count(statuses, 'committed'), count(statuses, 'marker_stale')]).toEqual([1, 9]);
      });
    });

    describe('an inline projection', () => {
      it('is handed what is recorded, with versions, in order', async () => {
        const outcome = await store.commit(
          aUnit(company, { appends: [anAppend(newStream(), 0, anEvent(), anEvent())] }),
        );
        expect(outcome).toEqual({ status: 'committed', events: projected });
        expect(projected.map(({ streamVersion }) => streamVersion)).toEqual([1, 2]);
      });

      it('that refuses an event fails its unit alone and leaves nothing of it behind', async () => {
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

    describe('recording many units together', () => {
      const nothingAlongside = async (): Promise<void> => undefined;

      it('begins in the order it was asked for, however many units there are', async () => {
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
        const refused = aUnit(company, {
          appends: [anAppend(newStream(), 0, anEvent({}, refusedType))],
        });
        const together = store.commitTogether([aUnit(company), refused], nothingAlongside);
        await expect(together).rejects.toThrow('refused by projection');
        expect(await logOf(company)).toEqual([]);
      });

      it('projects all their events at once', async () => {
        await store.commitTogether([aUnit(company), aUnit(other)], nothingAlongside);
        expect(projected.map(({ companyId }) => companyId)).toEqual([company, other]);
      });
    });

    describe('a snapshot', () => {
      it('is given back as it was kept, to its company only', async () => {
        const streamId = newStream();
        const snapshot = { streamVersion: 2, schemaVersion: 1, state: { total: '10.10' } };
        await store.saveSnapshot(company, streamId, snapshot);
        expect(await store.findSnapshot(company, streamId)).toEqual(snapshot);
        expect(await store.findSnapshot(other, streamId)).toBeUndefined();
        expect(await store.findSnapshot(company, newStream())).toBeUndefined();
      });

      it('gives way to a later one and not to an earlier one', async () => {
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

    it('shows a company nothing of another', async () => {
      const streamId = newStream();
      await store.commit(
        aUnit(company, { appends: [anAppend(streamId, 0)], idempotency: aClaim('k') }),
      );
      expect(await store.readStream(other, streamId, 0)).toEqual([]);
      expect(await store.findIdempotencyClaim(other, 'k')).toBeUndefined();
      expect((await store.commit(aUnit(other, { appends: [anAppend(streamId, 0)] }))).status).toBe(
        'committed',
      );
      expect(await store.readStream(company, streamId, 0)).toHaveLength(1);
    });

    describe('the log', () => {
      it('holds every event once, in the order of its stream, with growing positions', async () => {
        const streamId = newStream();
        await Promise.all(Array.from({ length: 30 }, () => store.commit(aUnit(company))));
        await store.commit(aUnit(company, { appends: [anAppend(streamId, 0)] }));
        await store.commit(aUnit(company, { appends: [anAppend(streamId, 1)] }));
        // Once these show, so does everything before them.
        await logOf(company);
        const log = await readLog();
        for (const [index, event] of log.entries()) {
          const before = log[index - 1];
          if (before !== undefined) {
            expect(comparePositions(before.position, event.position)).toBeLessThan(0);
          }
        }
        const own = log.filter((event) => event.companyId === company);
        expect(own).toHaveLength(32);
        const { position: _position, ...last } = own.at(-1) as CommittedEvent;
        expect(last).toEqual((await store.readStream(company, streamId, 1))[0]);
      });

      it('keeps the events of one unit in the order of its appends', async () => {
        const streams = [newStream(), newStream(), newStream()];
        await store.commit(
          aUnit(company, { appends: streams.map((stream) => anAppend(stream, 0)) }),
        );
        expect((await logOf(company)).map(({ streamId }) => streamId)).toEqual(streams);
      });

      it('continues after a position and stops at the limit', async () => {
        await store.commit(aUnit(company));
        await store.commit(aUnit(company));
        const [first, second] = await readLog();
        expect(await subject.log.readCommitted(undefined, 1)).toEqual([first]);
        expect(await subject.log.readCommitted(first?.position, 1)).toEqual([second]);
        expect(await subject.log.readCommitted((await readLog()).at(-1)?.position, 10)).toEqual([]);
      });
    });

    describe('a checkpoint', () => {
      it('is unknown at first, then where the follower left it', async () => {
        const follower = newUuid();
        expect(await subject.log.loadCheckpoint(follower)).toBeUndefined();
        const position = { transactionId: '9007199254740993', sequence: '7' };
        await subject.log.saveCheckpoint(follower, position);
        expect(await subject.log.loadCheckpoint(follower)).toEqual(position);
        expect(await subject.log.loadCheckpoint(newUuid())).toBeUndefined();
      });

      it('moves forward only', async () => {
        const follower = newUuid();
        const at = (transactionId: string, sequence: string) => ({ transactionId, sequence });
        for (const position of [at('10', '5'), at('9', '9'), at('10', '4'), at('10', '12')]) {
          await subject.log.saveCheckpoint(follower, position);
        }
        expect(await subject.log.loadCheckpoint(follower)).toEqual(at('10', '12'));
      });
    });
  });
};
