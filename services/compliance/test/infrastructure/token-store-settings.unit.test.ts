import { Secret } from '@accounting/service-host';
import {
  tokenStoreRelations,
  tokenStoreSettings,
  type TokenStoreConfiguration,
} from '../../src/infrastructure/token-store-settings';

const standard: TokenStoreConfiguration = {
  TOKEN_STORE: 'postgres',
  REDIS_URL: undefined,
  REDIS_CA: undefined,
};

const mistakesIn = (changes: Partial<TokenStoreConfiguration>): readonly string[] =>
  tokenStoreRelations
    .map((relation) => relation({ ...standard, ...changes }))
    .filter((mistake) => mistake !== undefined);

describe('the settings of the token store', () => {
  it('are complete without any, for a single machine', () => {
    expect(mistakesIn({})).toEqual([]);
  });

  it('need a URL for Redis', () => {
    expect(mistakesIn({ TOKEN_STORE: 'redis' })).toEqual(['TOKEN_STORE=redis needs REDIS_URL']);
    const REDIS_URL = new Secret('redis://127.0.0.1');
    expect(mistakesIn({ TOKEN_STORE: 'redis', REDIS_URL })).toEqual([]);
  });

  it('take an authority of certificates where the connection is encrypted, and only there', () => {
    const REDIS_CA = 'a certificate';
    const named = (url: string) => mistakesIn({ REDIS_CA, REDIS_URL: new Secret(url) });
    expect(named('rediss://127.0.0.1')).toEqual([]);
    for (const mistakes of [named('redis://127.0.0.1'), mistakesIn({ REDIS_CA })]) {
      expect(mistakes).toEqual(['REDIS_CA needs a REDIS_URL that begins with rediss://']);
    }
  });

  it('take no other URL than one of Redis, and do not print it', () => {
    const { parse } = tokenStoreSettings.REDIS_URL;
    expect(() => parse('postgresql://127.0.0.1')).toThrow(
      'must be a URL that starts with redis://',
    );
    expect(String(parse('rediss://tokens:password@127.0.0.1'))).toBe('***');
  });
});
