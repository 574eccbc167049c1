import { type Instant, reject } from '@accounting/kernel';
import type { Redis, Replacement } from '@accounting/redis';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { millisecondsBetween } from '../domain/instants';
import type { Attempts } from '../domain/sign-in-back-off';
import type { AttemptChanges, AttemptRecords } from './attempt-counting';
import { errors } from './authentication-errors';

/** Of those who change the same at once one gets through each time. */
const triesMax = 100;
const pauseMsMax = 5;

const keyOf = (name: string): string => `attempts:${name}`;

const replacementsOf = (
  changes: AttemptChanges,
  before: ReadonlyMap<string, string>,
  now: Instant,
): readonly Replacement[] =>
  [...changes].map(([name, kept]) => ({
    key: keyOf(name),
    before: before.get(name),
    after: kept && JSON.stringify(kept.attempts),
    lifetimeMs: kept === undefined ? 0 : millisecondsBetween(now, kept.forgettableFrom),
  }));

export const createRedisAttempts = (redis: Redis): AttemptRecords => {
  const read = async (names: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const values = await redis.read(names.map(keyOf));
    return new Map(
      names.flatMap((name, index) => {
        const value = values[index];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  };
  return {
    change: async (names, now, decide) => {
      for (let count = 0; count < triesMax; count += 1) {
        const before = await read(names);
        const kept = [...before].map(
          ([name, text]) => [name, JSON.parse(text) as Attempts] as const,
        );
        const changes = decide(new Map(kept));
        if (changes.size === 0) return;
        if (await redis.replace(replacementsOf(changes, before, now))) return;
        await sleep(randomInt(pauseMsMax));
      }
      throw reject(errors.tooManySignIns);
    },
  };
};
