import type { ActorId, Instant } from '@accounting/kernel';
import { DeciderSpecification } from '@accounting/testing';
import type { KeyRingCommand } from '../../src/domain/key-ring/commands';
import { keyRingDecider } from '../../src/domain/key-ring/decide';
import type { SigningKeyAdded } from '../../src/domain/key-ring/events';
import { statusesOf } from '../../src/domain/key-ring/state';
import { later } from '../../src/domain/instants';

const keyRing = DeciderSpecification.for(keyRingDecider);
const start = '2026-11-22T08:00:00.000Z' as Instant;
const minute = 60_000;
const publishedMs = 5 * minute;
const lifetimeMs = 60 * minute;

const added = (keyId: string, signsFrom: Instant): SigningKeyAdded => ({
  type: 'SigningKeyAdded',
  data: { keyId, signsFrom },
});
const rotate = (keyId: string, now: Instant): KeyRingCommand => ({
  type: 'RotateSigningKey',
  data: { keyId, publishedMs },
  metadata: { actorId: 'admin' as ActorId, now },
});
const rotateWhenDue = (keyId: string, now: Instant): KeyRingCommand => ({
  type: 'RotateSigningKeyWhenDue',
  data: { keyId, publishedMs, lifetimeMs },
  metadata: { actorId: 'admin' as ActorId, now },
});

describe('the ring of signing keys', () => {
  it('begins with a key that signs at once', () => {
    keyRing
      .given([])
      .when(rotate('one', start))
      .then([added('one', start)]);
    keyRing
      .given([])
      .when(rotateWhenDue('one', start))
      .then([added('one', start)]);
  });

  it('publishes every other key before it signs', () => {
    const now = later(start, minute);
    keyRing
      .given([added('one', start)])
      .when(rotate('two', now))
      .then([added('two', later(now, publishedMs))]);
  });

  it('does not rotate again while a key waits to sign', () => {
    const signsFrom = later(start, publishedMs);
    const given = keyRing.given([added('one', start), added('two', signsFrom)]);
    given
      .when(rotate('three', later(signsFrom, -1)))
      .thenRejects('compliance.signing_key_rotation_under_way', { kind: 'failed_precondition' });
    given.when(rotate('three', signsFrom)).then([added('three', later(signsFrom, publishedMs))]);
  });

  it('rotates by itself when the newest key is as old as it may be', () => {
    const due = later(start, lifetimeMs);
    const given = keyRing.given([added('one', start)]);
    given.when(rotateWhenDue('two', later(due, -1))).thenNothing();
    given.when(rotateWhenDue('two', due)).then([added('two', later(due, publishedMs))]);
  });
});

describe('a command that nobody knows', () => {
  it('is a defect', () => {
    const stranger = { type: 'Stranger', data: {}, metadata: {} } as never;
    expect(() => keyRingDecider.decide(stranger, [])).toThrow();
  });
});

describe('a signing key', () => {
  const secondSigns = later(start, lifetimeMs);
  const keys = [
    { keyId: 'two', signsFrom: secondSigns },
    { keyId: 'one', signsFrom: start },
  ];

  it.each([
    ['active and pending, before the second signs', -1, ['one active', 'two pending']],
    ['retired and active, once it does', 0, ['one retired', 'two active']],
    ['still published a moment before', 35 * minute - 1, ['one retired', 'two active']],
    ['expired when its last token has', 35 * minute, ['one expired', 'two active']],
  ])('is %s', (_what, afterMs, expected) => {
    for (const order of [keys, [...keys].reverse()]) {
      const statuses = statusesOf(order, later(secondSigns, afterMs));
      expect(statuses.map(({ key, status }) => `${key.keyId} ${status}`)).toEqual(expected);
    }
  });
});
