import type { Instant } from '@accounting/kernel';
import { later } from '../instants';
import { lifetimesMs } from '../session-policy';
import type { KeyRingEvent } from './events';

export interface RingKey {
  readonly keyId: string;
  readonly signsFrom: Instant;
}

/** All keys there ever were, the newest last. */
export type KeyRing = readonly RingKey[];

export const initialState = (): KeyRing => [];

export const evolve = (ring: KeyRing, { data }: KeyRingEvent): KeyRing => [
  ...ring,
  { keyId: data.keyId, signsFrom: data.signsFrom },
];

export type SigningKeyStatus = 'pending' | 'active' | 'retired' | 'expired';

/** Longer than the clocks of those differ who sign and verify, and than they take to hear. */
const publishedAfterwardsMs = lifetimesMs.accessToken + 5 * 60_000;

/**
 * What each key is for now. That follows from the time alone, so that all replicas agree without
 * talking: a key is published before it signs (pending), signs until the next one does (active),
 * and is published until its last token has expired (retired); then nothing needs it (expired).
 */
export const statusesOf = <Key extends RingKey>(
  keys: readonly Key[],
  now: Instant,
): readonly { readonly key: Key; readonly status: SigningKeyStatus }[] => {
  const inOrder = [...keys].sort((one, other) => (one.signsFrom < other.signsFrom ? -1 : 1));
  return inOrder.map((key, index) => {
    const successor = inOrder[index + 1];
    if (now < key.signsFrom) return { key, status: 'pending' };
    if (successor === undefined || now < successor.signsFrom) return { key, status: 'active' };
    const isPublished = now < later(successor.signsFrom, publishedAfterwardsMs);
    return { key, status: isPublished ? 'retired' : 'expired' };
  });
};
