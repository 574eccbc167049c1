import {
  DeclarationError,
  type Declaration,
  type Plugin,
  type PluginNamed,
  type Problem,
  type Service,
} from '../declaration/declaration';
import { serviceSchema } from '../declaration/entity-schemas';
import { gatewaySecretHeader } from '../policy/identity-headers';

/** Where rate limits are counted for all nodes together. */
export interface RedisOptions {
  readonly host: string;
  /** 6379 unless said otherwise. */
  readonly port?: number;
  readonly database?: number;
  readonly ssl?: boolean;
  readonly ssl_verify?: boolean;
  readonly server_name?: string;
  readonly username?: string;
  /** May be a reference, `{vault://env/…}`: here, unlike in a credential, Kong resolves it. */
  readonly password?: string;
}

/** What differs from one environment to the next. */
export interface RenderOptions {
  /**
   * By which services know the gateway, 32 or more of `A-Z a-z 0-9 _ -`. Without one, services have
   * to know it by its certificate (`GATEWAY_IDENTITY`).
   */
  readonly gatewaySecret?: string;
  /**
   * Addresses instead of those in `kong.yml`, by the name of a service there or by its host. A host
   * stands for all services on it that speak the same: `accounting-core: 'http://127.0.0.1:8001'`
   * moves HTTP and imports, `accounting-core-grpc: 'grpc://127.0.0.1:9001'` gRPC.
   */
  readonly upstreams?: Readonly<Record<string, string>>;
  /** Origins of front ends instead of those in `kong.yml`; two at least. */
  readonly corsOrigins?: readonly string[];
  /** Counts rate limits in Redis instead of in each node. */
  readonly redis?: RedisOptions;
}

const secretPattern = /^[A-Za-z0-9_-]{32,}$/;

type Address = Pick<Service, 'protocol' | 'host' | 'port' | 'path'>;

const addressOf = (name: string, url: string): Address => {
  const { data, error } = serviceSchema.safeParse({ name, url });
  if (data === undefined) {
    const message = error.issues[0]?.message ?? 'cannot be read';
    throw new DeclarationError([{ path: `upstreams.${name}`, message }]);
  }
  const { protocol, host, port, path } = data;
  return { protocol, host, port, path };
};

const kindOf = ({ protocol }: Pick<Address, 'protocol'>): string => protocol.replace(/s$/, '');

/** Whether an entry of `upstreams` is about a service: by its own name, or by its host. */
const isMeant = (service: Service, name: string, address: Address): boolean =>
  name === service.name || (name === service.host && kindOf(address) === kindOf(service));

/** The services at their addresses; throws when an entry moves none of them. */
const moved = (
  services: readonly Service[],
  upstreams: Readonly<Record<string, string>>,
): Service[] => {
  const addresses = Object.entries(upstreams).map(
    ([name, url]) => [name, addressOf(name, url)] as const,
  );
  const idle = addresses.filter(
    ([name, address]) => !services.some((service) => isMeant(service, name, address)),
  );
  if (idle.length > 0) {
    const message = 'moves no service: kong.yml has none of this name or host that speaks that';
    throw new DeclarationError(idle.map(([name]) => ({ path: `upstreams.${name}`, message })));
  }
  return services.map((service) => {
    const meant = addresses.filter(([name, address]) => isMeant(service, name, address));
    const [, address] = meant.find(([name]) => name === service.name) ?? meant[0] ?? [];
    return { ...service, ...address };
  });
};

type Change<Name extends Plugin['name']> = (plugin: PluginNamed<Name>) => Plugin;

/** Applies to each plugin the change for its name, where there is one. */
const changedPlugins = (
  plugins: readonly Plugin[],
  changes: { readonly [Name in Plugin['name']]?: Change<Name> },
): Plugin[] =>
  plugins.map((plugin) => {
    const change: ((plugin: never) => Plugin) | undefined = changes[plugin.name];
    return change === undefined ? plugin : change(plugin as never);
  });

const withSecret =
  (secret: string): Change<'request-transformer'> =>
  (plugin) => {
    const { add } = plugin.config;
    const headers = [...add.headers, `${gatewaySecretHeader}:${secret}`];
    return { ...plugin, config: { ...plugin.config, add: { ...add, headers } } };
  };

const withRedis =
  (redis: RedisOptions): Change<'rate-limiting'> =>
  (plugin) => ({
    ...plugin,
    config: {
      ...plugin.config,
      policy: 'redis',
      redis: { ...plugin.config.redis, ...redis },
    },
  });

const withOrigins = (origins: readonly string[]): Change<'cors'> => {
  return (plugin) => ({ ...plugin, config: { ...plugin.config, origins: [...origins] } });
};

const withWebOrigin =
  (origin: string): Change<'grpc-web'> =>
  (plugin) => ({ ...plugin, config: { ...plugin.config, allow_origin_header: origin } });

/** The declaration for one environment. Throws `DeclarationError` when an option makes no sense. */
export const applyOptions = (declaration: Declaration, options: RenderOptions): Declaration => {
  const { gatewaySecret, upstreams = {}, corsOrigins, redis } = options;
  const problems: Problem[] =
    gatewaySecret === undefined || secretPattern.test(gatewaySecret)
      ? []
      : [{ path: 'gatewaySecret', message: 'is not 32 or more of A-Z a-z 0-9 _ -' }];
  if (problems.length > 0) throw new DeclarationError(problems);
  const [firstOrigin] = corsOrigins ?? [];
  return {
    ...declaration,
    services: moved(declaration.services, upstreams),
    plugins: changedPlugins(declaration.plugins, {
      ...(gatewaySecret !== undefined && { 'request-transformer': withSecret(gatewaySecret) }),
      ...(redis !== undefined && { 'rate-limiting': withRedis(redis) }),
      ...(corsOrigins !== undefined && { cors: withOrigins(corsOrigins) }),
      ...(firstOrigin !== undefined && { 'grpc-web': withWebOrigin(firstOrigin) }),
    }),
  };
};
