import type { Declaration, Plugin, Problem } from '../declaration/declaration';
import { gatewaySecretHeader } from './identity-headers';

const nameIn = (entry: string): string => entry.split(':', 1)[0]?.toLowerCase() ?? '';

/** Kong resolves it where it runs. */
const isReference = (text: string): boolean => text.startsWith('{vault://');

/** What is wrong with a plugin of the declaration that holds a credential, as sentences. */
const inPlugin = (plugin: Plugin): string[] => {
  if (plugin.name === 'request-transformer') {
    const { add, append, replace } = plugin.config;
    return [add, append, replace]
      .flatMap(({ headers }) => headers)
      .filter((entry) => nameIn(entry) === gatewaySecretHeader.toLowerCase())
      .map(() => `writes ${gatewaySecretHeader}, which the renderer adds`);
  }
  if (plugin.name !== 'rate-limiting') return [];
  const { password } = plugin.config.redis;
  return password === undefined || isReference(password)
    ? []
    : ['holds a password of Redis, which is for GATEWAY_REDIS_PASSWORD'];
};

/**
 * Credentials that stand in the declaration itself, where everybody finds them who can read the
 * repository, and where Kong would use them beside those that the renderer adds.
 */
export const writtenCredentials = ({ consumers, plugins }: Declaration): Problem[] => [
  ...consumers
    .filter(({ jwt_secrets: keys }) => keys.length > 0)
    .map(({ username }) => ({
      path: `consumer "${username}"`,
      message: 'has keys, which come from compliance or a credentials file',
    })),
  ...plugins.flatMap((plugin) =>
    inPlugin(plugin).map((message) => ({ path: `plugin "${plugin.name}"`, message })),
  ),
];
