import { groupBy } from '@accounting/kernel';
import type {
  Declaration,
  Plugin,
  PluginName,
  PluginNamed,
  Problem,
  Route,
} from '../declaration/declaration';
import { pluginInEffect } from '../declaration/plugins-in-effect';

/** A route with what runs on it: what the rules ask about. */
export interface RouteView {
  readonly route: Route;
  /** Whether a service stands behind it; otherwise the gateway answers itself. */
  readonly isProxied: boolean;
  readonly speaksGrpc: boolean;
  /** Whether nobody passes without a token. */
  readonly needsToken: boolean;
  /** The instance that runs for everybody who has none of their own. */
  find<Name extends PluginName>(name: Name): PluginNamed<Name> | undefined;
  /** The instances that run for one consumer or another: the above, and what replaces it. */
  findAll<Name extends PluginName>(name: Name): readonly (PluginNamed<Name> | undefined)[];
}

/** Something that a rule objects to; the problem names the entity, as the file may be rendered. */
export const objection = (kind: string, name: string, message: string): Problem => ({
  path: `${kind} "${name}"`,
  message,
});

/** The same of a route. */
export const routeObjection = ({ route }: RouteView, message: string): Problem =>
  objection('route', route.name, message);

/** Where an instance of a plugin stands, for a person. */
export const placeOf = ({ service, route, consumer }: Plugin): string => {
  const named = Object.entries({ service, route, consumer }).filter(([, name]) => name);
  return named.map(([kind, name]) => `${kind} "${name ?? ''}"`).join(' and ') || 'every route';
};

/** Something that a rule objects to in one instance of a plugin. */
export const pluginObjection = (plugin: Plugin, message: string): Problem =>
  objection('plugin', plugin.name, `of ${placeOf(plugin)} ${message}`);

/** The instances of one plugin that are in use. */
export const instancesOf = <Name extends PluginName>(
  { plugins }: Declaration,
  name: Name,
): PluginNamed<Name>[] =>
  plugins.filter((plugin): plugin is PluginNamed<Name> => plugin.name === name && plugin.enabled);

/** What may run on a route, by the consumer that it is for; `undefined` is for everybody. */
const candidates = (
  instances: readonly Plugin[],
  { name, service }: Route,
): ReadonlyMap<string | undefined, readonly Plugin[]> => {
  const byConsumer = new Map<string | undefined, Plugin[]>([[undefined, []]]);
  for (const instance of instances) {
    if (instance.route !== undefined && instance.route !== name) continue;
    if (instance.service !== undefined && instance.service !== service) continue;
    const group = byConsumer.get(instance.consumer) ?? [];
    group.push(instance);
    byConsumer.set(instance.consumer, group);
  }
  return byConsumer;
};

/** Every route of a declaration, with what runs on it. */
export const routeViews = ({ plugins, routes }: Declaration): RouteView[] => {
  const byName = groupBy(plugins, ({ name }) => name);
  return routes.map((route): RouteView => {
    const scope = { service: route.service, route: route.name };
    const instances = (name: PluginName): readonly Plugin[] => byName.get(name) ?? [];
    const find: RouteView['find'] = (name) => pluginInEffect(instances(name), name, scope);
    return {
      route,
      isProxied: route.service !== undefined,
      speaksGrpc: route.protocols.some((protocol) => protocol.startsWith('grpc')),
      needsToken: find('jwt') !== undefined,
      find,
      // Partners are thousands, so that nobody's instances are asked about anybody else.
      findAll: (name) => {
        const byConsumer = candidates(instances(name), route);
        const shared = byConsumer.get(undefined) ?? [];
        return [...byConsumer].map(([consumer, own]) =>
          pluginInEffect(consumer === undefined ? own : [...shared, ...own], name, {
            ...scope,
            consumer,
          }),
        );
      },
    };
  });
};
