import { DomainError } from '@accounting/kernel';
import { StalledCompanies } from '../../src/postgres-transport/stalled-companies';
import type { StoredMessage } from '../../src/postgres-transport/stored-message';

const at = (offset: number, companyId = 'a'): StoredMessage => ({
  ...{ topic: 'topic', slot: 3, offset, companyId },
  ...{ headers: {}, value: null },
});

const none = (): boolean => false;

describe('stalled companies', () => {
  let nowMs: number;
  let stalls: StalledCompanies;

  beforeEach(() => {
    nowMs = 1_000_000;
    stalls = new StalledCompanies({
      retry: { delayMsMin: 100, delayMsMax: 1_000 },
      attemptCountMax: 2,
      nowMs: () => nowMs,
    });
  });

  it('come back after their wait, not before', () => {
    stalls.fail(at(7), new Error('no'));
    const { due, nextRetryAtMs } = stalls.waiting(none);
    expect(due).toEqual([]);
    nowMs = nextRetryAtMs;

    expect(stalls.waiting(none).due).toMatchObject([{ companyId: 'a', nextOffset: 7 }]);
  });

  it('say nothing is due without any', () => {
    expect(stalls.waiting(none)).toEqual({ due: [], nextRetryAtMs: Infinity });
  });

  it('park a message after its attempts and stand at the next one', () => {
    expect(stalls.fail(at(7), new Error('no')).parked).toBeUndefined();
    const { stall, parked } = stalls.fail(at(7), new Error('still no'));

    expect(parked).toEqual({ message: at(7), attempts: 2, reason: 'still no' });
    expect(stall).toMatchObject({ nextOffset: 8, attempts: 0, retryAtMs: nowMs });
  });

  it.each(['unavailable', 'deadline_exceeded', 'aborted', 'resource_exhausted'] as const)(
    'never park a message for a failure of kind %s',
    (kind) => {
      const error = new DomainError({ code: 'tax.busy', kind, message: 'Later.' });
      const outcomes = [1, 2, 3, 4].map(() => stalls.fail(at(7), error));

      expect(outcomes.map(({ parked }) => parked)).toEqual([
        ...[undefined, undefined, undefined, undefined],
      ]);
      expect(outcomes[3]?.stall).toMatchObject({ attempts: 4, reason: 'tax.busy: Later.' });
    },
  );

  it('keep the reason of whatever was thrown, up to 2,000 characters', () => {
    expect(stalls.fail(at(7, 'a'), 'text').stall.reason).toBe('text');
    expect(stalls.fail(at(7, 'b'), new Error('x'.repeat(3_000))).stall.reason).toHaveLength(2_000);
  });

  it('hand over what is to be saved once, as it was at that moment', () => {
    stalls.fail(at(7), new Error('no'));
    const changes = stalls.takeChanges();
    stalls.fail(at(7), new Error('no'));

    expect(changes.upserts).toMatchObject([{ nextOffset: 7, attempts: 1 }]);
    expect(stalls.takeChanges()).toMatchObject({
      upserts: [{ nextOffset: 8 }],
      deadLetters: [{ message: { offset: 7 } }],
    });
    expect(stalls.takeChanges()).toEqual({ upserts: [], removals: [], deadLetters: [] });
  });

  it('are removed when they have caught up, unless they stall again first', () => {
    const { stall } = stalls.fail(at(7), new Error('no'));
    stalls.remove(stall);
    expect(stalls.find(at(8))).toBeUndefined();
    expect(stalls.takeChanges()).toMatchObject({ upserts: [], removals: [{ companyId: 'a' }] });
    const again = stalls.fail(at(9), new Error('no'));
    stalls.remove(again.stall);
    stalls.fail(at(9), new Error('no'));

    expect(stalls.takeChanges()).toMatchObject({ upserts: [{ nextOffset: 9 }], removals: [] });
  });

  it('are forgotten with their slot', () => {
    stalls.fail(at(7), new Error('no'));
    stalls.forgetSlot(4);
    expect(stalls.find(at(7))).toBeDefined();
    stalls.forgetSlot(3);

    expect(stalls.find(at(7))).toBeUndefined();
  });
});
