import { invariant } from '@accounting/kernel';
import { createRedis, type Redis } from '@accounting/redis';
import type { BackgroundJob, Dependency, Host } from '@accounting/service-host';
import type { AuthenticationAdapters } from '../application/authentication-dependencies';
import { createAttemptCounter } from './attempt-counting';
import { createPostgresAttempts } from './attempts.postgres';
import { createRedisAttempts } from './attempts.redis';
import { createRefreshTokens } from './refresh-tokens.postgres';
import { createRedisRefreshTokens } from './refresh-tokens.redis';
import { createRevocationList } from './revocation-list.postgres';
import { createRedisRevocationList } from './revocation-list.redis';
import type { TokenStoreConfiguration } from './token-store-settings';

/** Where refresh tokens, counted attempts and the shared list of revocations are. */
export interface TokenStore extends Pick<
  AuthenticationAdapters,
  'refreshTokens' | 'attempts' | 'revocationList'
> {
  /** What keeps it connected. */
  readonly jobs: readonly BackgroundJob[];
  /** What the host shall watch; nothing where it is the database itself. */
  readonly dependencies: readonly Dependency[];
}

type TokenStoreHost = Pick<Host<TokenStoreConfiguration>, 'database' | 'configuration' | 'logger'>;

const inPostgres = ({ database, logger }: TokenStoreHost): TokenStore => ({
  refreshTokens: createRefreshTokens(database),
  attempts: createAttemptCounter(createPostgresAttempts(database), logger),
  revocationList: createRevocationList(database),
  jobs: [],
  dependencies: [],
});

const inRedis = (redis: Redis, { database, logger }: TokenStoreHost): TokenStore => ({
  refreshTokens: createRedisRefreshTokens(redis),
  attempts: createAttemptCounter(createRedisAttempts(redis), logger),
  revocationList: createRedisRevocationList({ redis, record: createRevocationList(database) }),
  jobs: [{ name: 'token-store', run: (signal) => redis.keepConnected(signal) }],
  // Not essential: without it nobody signs in, and whoever has signed in goes on working. A service
  // that is not ready would also tell nobody any more which tokens were revoked.
  dependencies: [{ name: 'tokenStore', isEssential: false, ping: () => redis.ping() }],
});

/** The store that the settings choose. */
export const createTokenStore = (host: TokenStoreHost): TokenStore => {
  const { configuration, logger } = host;
  if (configuration.TOKEN_STORE === 'postgres') return inPostgres(host);
  const { REDIS_URL: url, REDIS_CA: certificateAuthority } = configuration;
  invariant(url !== undefined, 'the settings were checked');
  const redis = createRedis({
    url: url.reveal(),
    keyPrefix: 'compliance:',
    logger,
    ...(certificateAuthority !== undefined && { certificateAuthority }),
  });
  return inRedis(redis, host);
};
