import { chooseTokenStore } from '../src/token-store';

describe('the store of tokens of a stack', () => {
  it('is the database, unless it is chosen otherwise', () => {
    expect(chooseTokenStore({})).toEqual({ kind: 'postgres' });
    expect(chooseTokenStore({ REDIS_URL: 'redis://cache' })).toEqual({ kind: 'postgres' });
  });

  it('is a Redis of its own, or the one that is named', () => {
    expect(chooseTokenStore({ TOKEN_STORE: 'redis' })).toEqual({ kind: 'redis' });
    const named = { TOKEN_STORE: 'redis', REDIS_URL: 'rediss://cache', REDIS_CA: 'a certificate' };
    expect(chooseTokenStore({ ...named, HOME: '/root' })).toEqual({
      kind: 'redis elsewhere',
      settings: named,
    });
  });

  it('is refused when it is neither', () => {
    expect(() => chooseTokenStore({ TOKEN_STORE: 'memcached' })).toThrow(
      'TOKEN_STORE must be postgres or redis, and is "memcached".',
    );
  });
});
