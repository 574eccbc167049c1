import {
  pluginsInEffect,
  type Declaration,
  type Plugin,
  type PluginScope,
  type Route,
} from '@accounting/kong';
import type { Exchange, HeaderFilter } from './exchange';
import { compilePlugin } from './plugins/compile-plugin';
import type { AccessStep, CompiledPlugin } from './plugins/compiled-plugin';
import type { PluginSurroundings } from './plugins/plugin-surroundings';

/** Steps that run one after another. */
interface Chain {
  readonly access: readonly AccessStep[];
  readonly headerFilters: readonly HeaderFilter[];
}

/** Runs the plugins of a route; when one has answered, the exchange says so. */
export type RunPlugins = (exchange: Exchange) => void;

const chainOf = (plugins: readonly CompiledPlugin[]): Chain => ({
  access: plugins.flatMap(({ access }) => access ?? []),
  headerFilters: plugins.flatMap(({ headerFilter }) => headerFilter ?? []),
});

const run = ({ access }: Chain, exchange: Exchange): void => {
  for (const step of access) {
    step(exchange);
    if (exchange.isAnswered) return;
  }
};

/** Up to `jwt` nobody knows who asks, so that what belongs to a consumer cannot run yet. */
const untilJwt = (plugins: readonly Plugin[]): number =>
  plugins.findIndex(({ name }) => name === 'jwt') + 1;

/**
 * Makes the plugins of each route ready to run, for each consumer when one is first seen. An
 * instance is compiled once, so that what it remembers is shared by all of its routes.
 */
export const createPluginChains = (
  declaration: Declaration,
  surroundings: PluginSurroundings,
): ((route: Route) => RunPlugins) => {
  const compiled = new Map(
    declaration.plugins.map((plugin) => [plugin, compilePlugin(plugin, surroundings)]),
  );
  const ready = (plugins: readonly Plugin[]): Chain =>
    chainOf(plugins.map((plugin) => compiled.get(plugin) as CompiledPlugin));
  const inEffect = (scope: PluginScope): readonly Plugin[] =>
    pluginsInEffect(declaration.plugins, scope);
  return ({ name: route, service }) => {
    const anonymous = inEffect({ route, service });
    const before = ready(anonymous.slice(0, untilJwt(anonymous)));
    const anonymousFilters = ready(anonymous).headerFilters;
    const rests = new Map<string | undefined, Chain>();
    const restFor = (consumer: string | undefined): Chain => {
      let rest = rests.get(consumer);
      if (rest === undefined) {
        const plugins = inEffect({ route, service, consumer });
        const all = ready(plugins);
        rest = { access: ready(plugins.slice(untilJwt(plugins))).access, ...filtersOf(all) };
        rests.set(consumer, rest);
      }
      return rest;
    };
    return (exchange) => {
      exchange.headerFilters = anonymousFilters;
      run(before, exchange);
      if (exchange.isAnswered) return;
      const rest = restFor(exchange.consumer?.username);
      exchange.headerFilters = rest.headerFilters;
      run(rest, exchange);
    };
  };
};

function filtersOf({ headerFilters }: Chain): Pick<Chain, 'headerFilters'> {
  return { headerFilters };
}
