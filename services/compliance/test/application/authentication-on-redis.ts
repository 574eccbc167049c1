import { startRedis, type RedisServer } from '@accounting/redis-server';
import { Secret } from '@accounting/service-host';
import { startAuthentication, type TestAuthentication } from './authentication-fixture';

/** As `startAuthentication`, with tokens and attempts on a Redis that the test may end. */
export const startAuthenticationOn = (server: RedisServer): Promise<TestAuthentication> =>
  startAuthentication({
    TOKEN_STORE: 'redis',
    REDIS_URL: new Secret(server.url),
    REDIS_CA: undefined,
  });

/** The same on a Redis of its own. */
export const startAuthenticationOnRedis = async (): Promise<TestAuthentication> => {
  const server = await startRedis();
  const given = await startAuthenticationOn(server);
  return {
    ...given,
    close: async () => {
      await given.close();
      await server.stop();
    },
  };
};
