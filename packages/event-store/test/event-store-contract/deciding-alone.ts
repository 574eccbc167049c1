import type { CommitUnit, EventStore } from '@accounting/event-store';
import type { CompanyId } from '@accounting/kernel';
import { aClaim, anAppend, anEvent, aUnit, newStream } from '../fixtures';
import { refusedType, type GiveSubject } from './subject';

/** How many events the streams that the units append to have. */
const eventCountOf = async (
  store: EventStore<unknown>,
  units: readonly CommitUnit[],
): Promise<number> => {
  const streams = await Promise.all(
    units.flatMap(({ companyId, appends }) =>
      appends.map(({ streamId }) => store.readStream(companyId, streamId, 0)),
    ),
  );
  return streams.flat().length;
};

/** A unit may be decided inside the transaction that records it. */
export const decidingAloneContract = (given: GiveSubject): void => {
  const held = (companyId: CompanyId, version = 0) => ({ companyId, name: 'accounts', version });

  it('is recorded as it was decided, and the marker keeps its version', async () => {
    const { store, company, projected } = given();
    const streamId = newStream();
    const { decided, outcome } = await store.commitAlone(held(company), async () => ({
      unit: aUnit(company, { appends: [anAppend(streamId, 0)] }),
      total: '10.10',
    }));
    expect(decided?.total).toBe('10.10');
    expect(outcome).toEqual({ status: 'committed', events: projected });
    expect(await store.readStream(company, streamId, 0)).toHaveLength(1);
    expect(await store.readMarkers(company, ['accounts'])).toMatchObject([{ version: 0 }]);
  });

  it('is not decided on a version of the marker that has passed', async () => {
    const { store, company } = given();
    await store.commit(aUnit(company, { advancedMarkers: ['accounts'] }));
    let isAsked = false;
    const decide = async () => {
      isAsked = true;
      return { unit: aUnit(company) };
    };
    expect(await store.commitAlone(held(company, 0), decide)).toEqual({
      decided: undefined,
      outcome: { status: 'marker_stale', marker: 'accounts' },
    });
    expect(isAsked).toBe(false);
    const { outcome } = await store.commitAlone(held(company, 1), decide);
    expect(outcome.status).toBe('committed');
  });

  it('rests on what was recorded before it', async () => {
    const { store, company } = given();
    const streamId = newStream();
    const append = async () => {
      const recorded = await store.readStream(company, streamId, 0);
      return { unit: aUnit(company, { appends: [anAppend(streamId, recorded.length)] }) };
    };
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => store.commitAlone(held(company), append)),
    );
    expect(outcomes.map(({ outcome }) => outcome.status)).toEqual(outcomes.map(() => 'committed'));
    expect(await store.readStream(company, streamId, 0)).toHaveLength(5);
  });

  it('is refused for a passed version or a used key as any other is', async () => {
    const { store, company } = given();
    const taken = newStream();
    await store.commit(aUnit(company, { appends: [anAppend(taken, 0)], idempotency: aClaim('k') }));
    const units = [
      aUnit(company, { appends: [anAppend(taken, 0)] }),
      aUnit(company, { idempotency: aClaim('k') }),
      aUnit(company, { idempotency: aClaim('k', '1') }),
    ];
    const statuses: string[] = [];
    for (const unit of units) {
      const { outcome } = await store.commitAlone(held(company), async () => ({ unit }));
      statuses.push(outcome.status);
    }
    expect(statuses).toEqual(['version_conflict', 'replayed', 'key_reused']);
    expect(await eventCountOf(store, units)).toBe(1);
  });

  it('leaves nothing behind when the decision or a projection fails', async () => {
    const { store, company } = given();
    const refusal = store.commitAlone(held(company), async () => {
      throw new Error('refused by the decision');
    });
    await expect(refusal).rejects.toThrow('refused by the decision');
    const refused = aUnit(company, {
      appends: [anAppend(newStream(), 0, anEvent({}, refusedType))],
      idempotency: aClaim('k'),
    });
    const failure = store.commitAlone(held(company), async () => ({ unit: refused }));
    await expect(failure).rejects.toThrow('refused by projection');
    expect(await eventCountOf(store, [refused])).toBe(0);
    expect(await store.findIdempotencyClaim(company, 'k')).toBeUndefined();
  });
};
