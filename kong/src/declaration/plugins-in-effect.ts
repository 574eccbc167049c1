import type { Plugin, PluginName, PluginNamed } from './declaration';

/** A request after it was routed, and after its sender was recognised or not. Names. */
export interface PluginScope {
  readonly service?: string | undefined;
  readonly route?: string | undefined;
  readonly consumer?: string | undefined;
}

/** Kong 3.9: a plugin of higher priority runs earlier in each phase. */
const priorities: Readonly<Record<PluginName, number>> = {
  'pre-function': 1_000_000,
  'correlation-id': 100_001,
  cors: 2000,
  jwt: 1450,
  'request-size-limiting': 951,
  'rate-limiting': 910,
  'request-transformer': 801,
  'response-transformer': 800,
  prometheus: 13,
  'grpc-web': 3,
  'request-termination': 2,
};

/**
 * From the most specific to the least: what an instance names, in Kong's order. The consumer weighs
 * most among those that name as many.
 */
const precedence: readonly (readonly (keyof PluginScope)[])[] = [
  ['service', 'route', 'consumer'],
  ['route', 'consumer'],
  ['service', 'consumer'],
  ['service', 'route'],
  ['consumer'],
  ['route'],
  ['service'],
  [],
];

const kinds = ['service', 'route', 'consumer'] as const;

const rankOf = (plugin: Plugin): number =>
  precedence.findIndex((named) =>
    kinds.every((kind) => named.includes(kind) === (plugin[kind] !== undefined)),
  );

const applies = (plugin: Plugin, scope: PluginScope): boolean =>
  plugin.enabled &&
  kinds.every((kind) => plugin[kind] === undefined || plugin[kind] === scope[kind]);

/**
 * The plugins that run for a request, in the order in which they run: of each name the most
 * specific instance only, which replaces all others and inherits nothing from them. An instance
 * that is not enabled does not count, so that a less specific one runs.
 *
 * Kong knows no consumer before `jwt` has run: ask without `consumer` for what runs before, and
 * with it for what runs after (priority below that of `jwt`).
 */
export const pluginsInEffect = (plugins: readonly Plugin[], scope: PluginScope): Plugin[] => {
  const chosen = new Map<PluginName, Plugin>();
  for (const plugin of plugins) {
    if (!applies(plugin, scope)) continue;
    const rival = chosen.get(plugin.name);
    if (rival === undefined || rankOf(plugin) < rankOf(rival)) chosen.set(plugin.name, plugin);
  }
  return [...chosen.values()].sort((one, other) => priorities[other.name] - priorities[one.name]);
};

/** The one instance of a plugin that runs for a request, if any; see `pluginsInEffect`. */
export const pluginInEffect = <Name extends PluginName>(
  plugins: readonly Plugin[],
  name: Name,
  scope: PluginScope,
): PluginNamed<Name> | undefined =>
  pluginsInEffect(plugins, scope).find(
    (plugin): plugin is PluginNamed<Name> => plugin.name === name,
  );
