import type {
  CommitUnit,
  EventStore,
  InlineProjection,
  RecordedEvent,
} from '@accounting/event-store';
import type { CompanyId } from '@accounting/kernel';
import type { EventStoreFactory, EventStoreSubject } from './event-store-contract';
import { aClaim, anAppend, anEvent, aUnit, newCompany, newStream } from './fixtures';

/** What every event store promises of a unit decided inside the transaction that records it. */
export const commitAloneContract = (name: string, create: EventStoreFactory): void => {
  describe(`a unit decided alone ${name}`, () => {
    let subject: EventStoreSubject;
    let store: EventStore<unknown>;
    let company: CompanyId;
    let projected: RecordedEvent[] = [];

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
      projected = [];
    });

    /** How many events the streams that the units append to have. */
    const eventCountOf = async (units: readonly CommitUnit[]): Promise<number> => {
      const streamIds = new Set(
        units.flatMap(({ appends }) => appends).map(({ streamId }) => streamId),
      );
      const streams = await Promise.all(
        [...streamIds].map((streamId) => store.readStream(company, streamId, 0)),
      );
      return streams.flat().length;
    };
    const held = (version = 0) => ({ companyId: company, name: 'accounts', version });

    it('is recorded as it was decided, and the marker keeps its version', async () => {
      const streamId = newStream();
      const { decided, outcome } = await store.commitAlone(held(), async () => ({
        unit: aUnit(company, { appends: [anAppend(streamId, 0)] }),
        total: '10.10',
      }));
      expect(decided?.total).toBe('10.10');
      expect(outcome).toEqual({ status: 'committed', events: projected });
      expect(await store.readStream(company, streamId, 0)).toHaveLength(1);
      expect(await store.readMarkers(company, ['accounts'])).toMatchObject([{ version: 0 }]);
    });

    it('is not decided on a version of the marker that has passed', async () => {
      await store.commit(aUnit(company, { advancedMarkers: ['accounts'] }));
      let isAsked = false;
      const decide = async () => {
        isAsked = true;
        return { unit: aUnit(company) };
      };
      expect(await store.commitAlone(held(0), decide)).toEqual({
        decided: undefined,
        outcome: { status: 'marker_stale', marker: 'accounts' },
      });
      expect(isAsked).toBe(false);
      const { outcome } = await store.commitAlone(held(1), decide);
      expect(outcome.status).toBe('committed');
    });

    it('rests on what was recorded before it', async () => {
      const streamId = newStream();
      const append = async () => {
        const recorded = await store.readStream(company, streamId, 0);
        return { unit: aUnit(company, { appends: [anAppend(streamId, recorded.length)] }) };
      };
      const outcomes = await Promise.all(
        Array.from({ length: 5 }, () => store.commitAlone(held(), append)),
      );
      expect(outcomes.map(({ outcome }) => outcome.status)).toEqual(
        outcomes.map(() => 'committed'),
      );
      expect(await store.readStream(company, streamId, 0)).toHaveLength(5);
    });

    it('is refused as any other is', async () => {
      const taken = newStream();
      await store.commit(
        aUnit(company, { appends: [anAppend(taken, 0)], idempotency: aClaim('k') }),
      );
      const units = [
        aUnit(company, { appends: [anAppend(taken, 0)] }),
        aUnit(company, { idempotency: aClaim('k') }),
        aUnit(company, { idempotency: aClaim('k', '1') }),
      ];
      const statuses: string[] = [];
      for (const unit of units) {
        const { outcome } = await store.commitAlone(held(), async () => ({ unit }));
        statuses.push(outcome.status);
      }
      expect(statuses).toEqual(['version_conflict', 'replayed', 'key_reused']);
      expect(await eventCountOf(units)).toBe(1);
    });

    it('leaves nothing behind when the decision or a projection fails', async () => {
      const refusal = store.commitAlone(held(), async () => {
        throw new Error('refused by the decision');
      });
      await expect(refusal).rejects.toThrow('refused by the decision');
      const refused = aUnit(company, {
        appends: [anAppend(newStream(), 0, anEvent({}, refusedType))],
        idempotency: aClaim('k'),
      });
      const failure = store.commitAlone(held(), async () => ({ unit: refused }));
      await expect(failure).rejects.toThrow('refused by projection');
      expect(await eventCountOf([refused])).toBe(0);
      expect(await store.findIdempotencyClaim(company, 'k')).toBeUndefined();
    });
  });
};
