import { Instant } from '@accounting/kernel';
import { startRedis } from '@accounting/redis-server';
import { setTimeout as sleep } from 'node:timers/promises';
import { later } from '../../src/domain/instants';
import { createRedisAttempts } from '../../src/infrastructure/attempts.redis';
import {
  startAuthenticationOn,
  startAuthenticationOnRedis,
} from '../application/authentication-on-redis';
import { attemptsRules } from './attempts-rules';
import { openRedis } from './opened-redis';

attemptsRules(startAuthenticationOnRedis);

describe('attempts in Redis', () => {
  it('are forgotten when they say no more than none would', async () => {
    const { redis, close } = openRedis();
    const records = createRedisAttempts(redis);
    const now = Instant.systemClock();
    const kept = { attempts: { count: 1, fallsFrom: now }, forgettableFrom: later(now, 50) };
    await records.change(['account:a'], now, () => new Map([['account:a', kept]]));
    const found: unknown[] = [];
    const look = (attempts: ReadonlyMap<string, unknown>) => {
      found.push(attempts.get('account:a'));
      return new Map();
    };
    await records.change(['account:a'], now, look);
    await sleep(100);
    await records.change(['account:a'], now, look);
    expect(found).toEqual([kept.attempts, undefined]);
    await close();
  });

  it('are refused while they cannot be counted, and a success is none the worse', async () => {
    const server = await startRedis();
    const given = await startAuthenticationOn(server);
    const { attempts } = given.adapters;
    const subjects = [{ kind: 'account', emailKey: 'ana@example.ge' }] as const;
    await attempts.begin(subjects, given.clock.now());
    await server.kill();
    await expect(attempts.begin(subjects, given.clock.now())).rejects.toMatchObject({
      kind: 'unavailable',
    });
    await attempts.succeed(subjects, given.clock.now());
    expect(given.logLines.join('')).toContain('could not be forgiven');
    await given.close();
  });
});
