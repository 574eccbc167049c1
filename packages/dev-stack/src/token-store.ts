import path from 'node:path';
import { startRedis, type RedisServer } from '@accounting/redis-server';
import type { ServiceSettings } from './service-settings';
import { StackError } from './stack-error';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a stack keeps refresh tokens and sign-in attempts. */
export type TokenStoreChoice =
  | { readonly kind: 'postgres' }
  /** A Redis that somebody else runs, with the settings for it. */
  | { readonly kind: 'redis elsewhere'; readonly settings: ServiceSettings }
  /** A Redis of the stack's own. */
  | { readonly kind: 'redis' };

/** What TOKEN_STORE and REDIS_URL say. Throws a `StackError` for a word that is none. */
export const chooseTokenStore = (environment: Environment): TokenStoreChoice => {
  const { TOKEN_STORE: choice = 'postgres', REDIS_URL, REDIS_CA } = environment;
  if (choice === 'postgres') return { kind: 'postgres' };
  if (choice !== 'redis') {
    throw new StackError(`TOKEN_STORE must be postgres or redis, and is "${choice}".`);
  }
  if (REDIS_URL === undefined) return { kind: 'redis' };
  const settings = { TOKEN_STORE: 'redis', REDIS_URL, ...(REDIS_CA && { REDIS_CA }) };
  return { kind: 'redis elsewhere', settings };
};

/** Where a stack keeps what its Redis knows. */
export const redisFolder = (dataFolder: string): string => path.join(dataFolder, 'redis');

/** Starts the stack's own Redis. Throws a `StackError` with Redis's words. */
export const startOwnRedis = async (dataFolder: string, port: number): Promise<RedisServer> => {
  try {
    return await startRedis({ dataFolder: redisFolder(dataFolder), port });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StackError(
      `${reason}\nTOKEN_STORE=redis needs the system's package redis-server; or name a Redis in ` +
        'REDIS_URL.',
    );
  }
};

/** How compliance reaches the stack's own Redis. */
export const ownRedisSettings = ({ url }: RedisServer): ServiceSettings => ({
  TOKEN_STORE: 'redis',
  REDIS_URL: url,
});
