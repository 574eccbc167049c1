import {
  certificates,
  oneOf,
  orNone,
  secret,
  url,
  type SettingRelation,
  type SettingsOf,
} from '@accounting/service-host';

/** Where tokens and counted attempts are; one row each. */
export const tokenStoreSettings = {
  TOKEN_STORE: {
    parse: oneOf('postgres', 'redis'),
    default: 'postgres',
    meaning:
      'Where refresh tokens and sign-in attempts are kept: redis, or postgres on a single machine.',
  },
  REDIS_URL: {
    parse: orNone(secret(url('redis', 'rediss'))),
    default: 'none',
    meaning:
      'rediss://user:password@host:port (encrypted) or redis://host:port; for TOKEN_STORE=redis.',
  },
  REDIS_CA: {
    parse: orNone(certificates),
    default: 'none',
    meaning:
      "Certificate (PEM) of the authority of Redis's certificate, where the machine lacks it.",
  },
} as const;

type TokenStoreSettings = typeof tokenStoreSettings;
export type TokenStoreConfiguration = SettingsOf<TokenStoreSettings>;

/** What must hold between them. */
export const tokenStoreRelations: readonly SettingRelation<TokenStoreSettings>[] = [
  (values) =>
    values.TOKEN_STORE === 'redis' && values.REDIS_URL === undefined
      ? 'TOKEN_STORE=redis needs REDIS_URL'
      : undefined,
  (values) =>
    values.REDIS_CA !== undefined && values.REDIS_URL?.reveal().startsWith('rediss:') !== true
      ? 'REDIS_CA needs a REDIS_URL that begins with rediss://'
      : undefined,
];
