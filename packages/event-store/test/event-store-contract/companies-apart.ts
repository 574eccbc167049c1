import { aClaim, anAppend, aUnit, newStream } from '../fixtures';
import type { GiveSubject } from './subject';

/** Two companies on one store do not meet. */
export const companiesApartContract = (given: GiveSubject): void => {
  it('shows a company nothing of another', async () => {
    const { store, company, other } = given();
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
};
