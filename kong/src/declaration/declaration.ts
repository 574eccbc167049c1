import type { z } from 'zod';
import type {
  consumerSchema,
  jwtSecretSchema,
  routeSchema,
  serviceSchema,
  upstreamSchema,
} from './entity-schemas';
import type { pluginSchema } from './plugin-schemas';

/**
 * One instance of a plugin with its defaults filled in, told apart by `name`; `config` has Kong's
 * own field names. `service`, `route` and `consumer` are names: an instance applies where all that
 * it names are met, and everywhere when it names none.
 */
export type Plugin = z.output<typeof pluginSchema>;

/** `rate-limiting`, `jwt` and the others that a declaration may use. */
export type PluginName = Plugin['name'];

/** The instance of the plugin of that name. */
export type PluginNamed<Name extends PluginName> = Extract<Plugin, { readonly name: Name }>;

/** An upstream to which routes lead: its address, timeouts in milliseconds, extra tries. */
export type Service = Omit<z.output<typeof serviceSchema>, 'routes' | 'plugins'>;

/**
 * What leads to a service, by its name; without one a plugin has to answer (`request-termination`).
 * `paths` are prefixes, or regular expressions anchored at the start when they begin with `~`.
 */
export type Route = Omit<z.output<typeof routeSchema>, 'plugins'>;

/** A key that verifies the tokens of one consumer. `key` is what a token's `kid` has to be. */
export type JwtSecret = z.output<typeof jwtSecretSchema>;

/** Who calls: the people together, or one partner system. */
export type Consumer = Omit<z.output<typeof consumerSchema>, 'plugins'>;

/** Several targets behind one name. */
export type Upstream = z.output<typeof upstreamSchema>;

/**
 * A Kong 3.0 declaration, taken apart: what stood nested stands in one list per kind and names what
 * it belongs to. Every name in it leads to an entity of the same declaration.
 */
export interface Declaration {
  readonly services: readonly Service[];
  readonly routes: readonly Route[];
  readonly consumers: readonly Consumer[];
  readonly plugins: readonly Plugin[];
  readonly upstreams: readonly Upstream[];
}

/** A mistake in a declaration, and where: `services[0].routes[1].paths[0]`; empty: in the file. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** A declaration that must not be used: all that is wrong with it, in the order of the file. */
export class DeclarationError extends Error {
  override readonly name = 'DeclarationError';

  constructor(readonly problems: readonly Problem[]) {
    super(
      ['The gateway declaration is wrong.']
        .concat(
          problems.map(({ path, message }) => `  ${[path, message].filter(Boolean).join(' ')}`),
        )
        .join('\n'),
    );
  }
}
