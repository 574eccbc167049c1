import { clientOptions, reconnectDelayMs } from '../src/connection-options';

const optionsOf = (url: string) => clientOptions({ url, keyPrefix: 'compliance:' });

describe('the URL of Redis', () => {
  it('names host, port and database', () => {
    expect(optionsOf('redis://cache.internal:6380/2')).toMatchObject({
      host: 'cache.internal',
      port: 6_380,
      db: 2,
    });
    expect(optionsOf('redis://[::1]')).toMatchObject({ host: '::1', port: 6_379, db: 0 });
  });

  it('encrypts when it says so, and only then', () => {
    expect(optionsOf('rediss://cache.internal').tls).toEqual({});
    expect(optionsOf('redis://cache.internal').tls).toBeUndefined();
  });

  it('carries a user and a password of any characters', () => {
    const { username, password } = optionsOf('rediss://to%40kens:p%2Fw%3A@cache.internal');
    expect({ username, password }).toEqual({ username: 'to@kens', password: 'p/w:' });
  });

  it('is refused with a path that is no number', () => {
    expect(() => optionsOf('redis://cache.internal/tokens')).toThrow('number of a database');
  });
});

describe('the pause before the next connection', () => {
  it('doubles up to two seconds, for ever', () => {
    const longest = [1, 2, 3, 6, 7, 1_000, 100_000].map((attempts) =>
      reconnectDelayMs(attempts, () => 1),
    );
    expect(longest).toEqual([50, 100, 200, 1_600, 2_000, 2_000, 2_000]);
  });

  it('is never less than half of that', () => {
    expect(reconnectDelayMs(7, () => 0)).toBe(1_000);
  });
});
