import { Instant, newUuid } from '@accounting/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { later } from '../../src/domain/instants';
import { createRedisRefreshTokens } from '../../src/infrastructure/refresh-tokens.redis';
import { startAuthenticationOnRedis } from '../application/authentication-on-redis';
import { openRedis } from './opened-redis';
import { refreshTokensRules } from './refresh-tokens-rules';

refreshTokensRules(startAuthenticationOnRedis);

describe('a refresh token in Redis', () => {
  it('goes away when it has expired', async () => {
    const { redis, close } = openRedis();
    const refreshTokens = createRedisRefreshTokens(redis);
    const now = Instant.systemClock();
    const token = { tokenId: newUuid(), sessionId: newUuid(), digest: Buffer.from('digest') };
    await refreshTokens.add({ ...token, expiresAt: later(now, 50) }, now);
    await sleep(100);
    expect(await refreshTokens.find(token.tokenId)).toBeUndefined();
    await close();
  });
});
