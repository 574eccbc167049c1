import type { CommitOutcome } from '@accounting/event-store';
import { aClaim, anAppend, aUnit, newStream } from '../fixtures';
import { count, statusesOf, type GiveSubject } from './subject';

/** A request that comes again under its key gets its first answer. */
export const repeatedRequestContract = (given: GiveSubject): void => {
  describe('a repeated request', () => {
    it('gets the first answer and records nothing', async () => {
      const { store, company, logOf } = given();
      const claim = aClaim('k', '0', { text: 'პირველი', version: 1 });
      await store.commit(aUnit(company, { idempotency: claim }));
      const again = aUnit(company, { idempotency: { ...claim, answer: 'second' } });
      expect(await store.commit(again)).toEqual({ status: 'replayed', answer: claim.answer });
      expect(await logOf(company)).toHaveLength(1);
      expect(await store.findIdempotencyClaim(company, 'k')).toEqual(claim);
    });

    it('is refused when the key was used for another request', async () => {
      const { store, company, logOf } = given();
      await store.commit(aUnit(company, { idempotency: aClaim('k', '0') }));
      const outcome = await store.commit(aUnit(company, { idempotency: aClaim('k', '1') }));
      expect(outcome).toEqual({ status: 'key_reused' });
      expect(await logOf(company)).toHaveLength(1);
    });

    it('gets the first answer although stream and reference data have moved on', async () => {
      const { store, company } = given();
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
      const { store, company } = given();
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
      const { store, company } = given();
      const outcomes = await Promise.all(
        ['0', '1', '0', '1'].map((digit) =>
          store.commit(aUnit(company, { idempotency: aClaim('k', digit) })),
        ),
      );
      expect(statusesOf(outcomes)).toEqual(['committed', 'key_reused', 'key_reused', 'replayed']);
    });

    it('is recorded when the one before it with the same key was not', async () => {
      const { store, company } = given();
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
      const { store, company, other } = given();
      await store.commit(aUnit(company, { idempotency: aClaim('k', '0') }));
      const outcome = await store.commit(aUnit(other, { idempotency: aClaim('k', '1') }));
      expect(outcome.status).toBe('committed');
    });

    it('is remembered when there was nothing to record', async () => {
      const { store, company } = given();
      const unit = aUnit(company, { appends: [], idempotency: aClaim('k') });
      expect(await store.commit(unit)).toEqual({ status: 'committed', events: [] });
      expect((await store.commit(unit)).status).toBe('replayed');
    });
  });
};
