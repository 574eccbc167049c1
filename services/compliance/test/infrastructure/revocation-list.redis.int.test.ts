import { startRedis, type RedisServer } from '@accounting/redis-server';
import { setTimeout as sleep } from 'node:timers/promises';
import { Instant, newUuid } from '@accounting/kernel';
import type { Revocation } from '../../src/application/session-ports';
import { createRedisRevocationList } from '../../src/infrastructure/revocation-list.redis';
import {
  endSessionsIn,
  newPerson,
  signIn,
  type TestAuthentication,
} from '../application/authentication-fixture';
import {
  startAuthenticationOn,
  startAuthenticationOnRedis,
} from '../application/authentication-on-redis';
import { openRedis, type OpenedRedis } from './opened-redis';
import {
  eventuallyListed,
  revocationListRules,
  revokeOne,
  tokenIdOf,
} from './revocation-list-rules';

revocationListRules(startAuthenticationOnRedis);

describe('the list of revocations, copied to Redis', () => {
  const revocation = (): Revocation => ({ jti: newUuid(), expiresAt: Instant.systemClock() });
  let opened: OpenedRedis;
  beforeEach(() => {
    opened = openRedis();
  });
  afterEach(() => opened.close());

  /** A replica whose list of record is another one each time it is read. */
  const replica = () =>
    createRedisRevocationList({
      redis: opened.redis,
      record: { read: async () => [revocation()] },
    });

  it('is read once for all replicas', async () => {
    const [one, other] = [replica(), replica()];
    const [revoked] = await one.read(Instant.systemClock());
    let [copied] = await other.read(Instant.systemClock());
    // A copy that was made too late for the other one is made again.
    for (let last = revoked; copied?.jti !== last?.jti;) {
      [last] = await one.read(Instant.systemClock());
      [copied] = await other.read(Instant.systemClock());
    }
    expect(copied).toBeDefined();
  });

  it('is not copied when reading it has taken longer than a copy is good for', async () => {
    const slow = createRedisRevocationList({
      redis: opened.redis,
      record: { read: () => sleep(250, [revocation()]) },
    });
    const one = await slow.read(Instant.systemClock());
    expect(await replica().read(Instant.systemClock())).not.toEqual(one);
  });

  it('is not taken from who sent it before Redis stood still', async () => {
    const server = await startRedis();
    const { redis, close } = openRedis(server.url, 'kept:');
    await redis.ping();
    const list = createRedisRevocationList({
      redis,
      record: {
        read: async () => {
          server.suspend();
          return [];
        },
      },
    });
    await list.read(Instant.systemClock());
    server.resume();
    const other = openRedis(server.url, 'kept:');
    await other.redis.ping();
    expect(await other.redis.read(['revocations'])).toEqual([undefined]);
    await Promise.all([close(), other.close()]);
    await server.stop();
  });
});

describe('a revocation', () => {
  let server: RedisServer;
  let given: TestAuthentication;
  beforeEach(async () => {
    server = await startRedis();
    given = await startAuthenticationOn(server);
  });
  afterEach(async () => {
    await given.close();
    await server.stop();
  });

  it('is listed when Redis has lost everything', async () => {
    const tokenId = await revokeOne(given);
    await eventuallyListed(given, tokenId);
    const { port } = server;
    await server.kill();
    server = await startRedis({ port });
    await eventuallyListed(given, tokenId);
  });

  it('is made and listed while Redis is away, and when it is back', async () => {
    const person = await newPerson(given);
    const answer = await signIn(given, person);
    const { port } = server;
    await server.kill();
    await endSessionsIn(given, person);
    await eventuallyListed(given, tokenIdOf(answer));
    server = await startRedis({ port });
    await eventuallyListed(given, tokenIdOf(answer));
  });
});
