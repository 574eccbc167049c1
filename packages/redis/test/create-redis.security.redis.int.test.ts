import { newUuid } from '@accounting/kernel';
import { startRedis, type RedisServer } from '@accounting/redis-server';
import { inspect } from 'node:util';
import { openRedis } from './fixtures';

/** Nothing but what the client needs, on nothing but its own keys. */
const rights = '~tokens:* +get +mget +set +del +eval +ping +info +select';
const password = `p@ss/word:${newUuid()}`;
let server: RedisServer;
let ca: string;

beforeAll(async () => {
  server = await startRedis({ security: { username: 'tokens', password, rights } });
  ca = server.certificateAuthority as string;
});
afterAll(() => server.stop());

describe('Redis as in production', () => {
  it('serves over TLS whom the access control list knows, with few rights', async () => {
    const opened = openRedis({
      url: server.url,
      certificateAuthority: ca,
      keyPrefix: 'tokens:',
    });
    const { redis } = opened;
    await redis.ping();
    await redis.write('key', 'value', 60_000);
    const change = { key: 'key', before: 'value', after: undefined, lifetimeMs: 1_000 };
    expect(await redis.replace([change])).toBe(true);
    expect(await redis.read(['key'])).toEqual([undefined]);
    await opened.close();
    expect(opened.logLines).toEqual([]);
  });

  it.each<[string, () => { url: string; certificateAuthority?: string; keyPrefix?: string }]>([
    [
      'with a wrong password',
      () => ({ url: server.url.replace(/:[^:@]*@/, ':guessed@'), certificateAuthority: ca }),
    ],
    ['without a certificate to know it by', () => ({ url: server.url })],
    ['without encryption', () => ({ url: server.url.replace('rediss:', 'redis:') })],
    ['for keys of somebody else', () => ({ url: server.url, certificateAuthority: ca })],
  ])('refuses who comes %s, and no secret is told', async (_, options) => {
    const opened = openRedis(options());
    const failure: unknown = await opened.redis
      .write('key', 'a-secret-value', 1_000)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'redis.unavailable' });
    await opened.close();
    const told = `${inspect(failure, { depth: 10 })} ${opened.logLines.join('\n')}`;
    for (const secret of [password, encodeURIComponent(password), 'guessed', 'a-secret-value']) {
      expect(told).not.toContain(secret);
    }
  });

  it('says in the log why it does not let us in', async () => {
    const url = server.url.replace(/:[^:@]*@/, ':guessed@');
    const opened = openRedis({ url, certificateAuthority: ca });
    await expect(opened.redis.ping()).rejects.toThrow('does not answer');
    await opened.close();
    expect(opened.logLines.join('\n')).toContain('WRONGPASS');
  });
});
