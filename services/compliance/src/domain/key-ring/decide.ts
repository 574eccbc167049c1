import { exhaustive, reject, type Decider } from '@accounting/kernel';
import { later } from '../instants';
import type { KeyRingCommand } from './commands';
import { errors } from './errors';
import type { KeyRingEvent } from './events';
import { evolve, initialState, type KeyRing } from './state';

const decide = (command: KeyRingCommand, ring: KeyRing): readonly KeyRingEvent[] => {
  const { now } = command.metadata;
  const newest = ring.at(-1);
  switch (command.type) {
    case 'RotateSigningKey':
      if (newest !== undefined && now < newest.signsFrom) throw reject(errors.rotationUnderWay);
      return [added(command, ring)];
    case 'RotateSigningKeyWhenDue': {
      const isDue = newest === undefined || now >= later(newest.signsFrom, command.data.lifetimeMs);
      return isDue ? [added(command, ring)] : [];
    }
    default:
      return exhaustive(command);
  }
};

export const keyRingDecider: Decider<KeyRingCommand, KeyRingEvent, KeyRing> = {
  initialState,
  decide,
  evolve,
};

/** The first key of all signs at once: there is nobody yet who knows another. */
const added = ({ data, metadata }: KeyRingCommand, ring: KeyRing): KeyRingEvent => ({
  type: 'SigningKeyAdded',
  data: {
    keyId: data.keyId,
    signsFrom: ring.length === 0 ? metadata.now : later(metadata.now, data.publishedMs),
  },
});
