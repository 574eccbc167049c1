import type { z } from 'zod';
import type { Declaration, Plugin, Problem, Route } from './declaration';
import type { fileSchema } from './entity-schemas';
import { pluginsWithoutConsumer } from './plugin-schemas';

/** A whole file as its schema reads it: with entities inside each other. */
export type DeclaredFile = z.output<typeof fileSchema>;

type Owner = Readonly<Partial<Record<'service' | 'route' | 'consumer', string | undefined>>>;

/** An entity with the place where it stands in the file. */
interface Placed<Entity> {
  readonly path: string;
  readonly entity: Entity;
}

const placed = <Entity>(path: string, entities: readonly Entity[]): Placed<Entity>[] =>
  entities.map((entity, index) => ({ path: `${path}[${index}]`, entity }));

const withoutPlugins = <Entity extends { readonly plugins: unknown }>({
  plugins: _plugins,
  ...entity
}: Entity): Omit<Entity, 'plugins'> => entity;

/** Collects what stands anywhere in the file, and says where a child names its parent again. */
const collect = (file: DeclaredFile) => {
  const problems: Problem[] = [];
  const belonging = <Entity extends Owner>(child: Placed<Entity>, owner: Owner): Placed<Entity> => {
    for (const key of Object.keys(owner) as (keyof Owner)[]) {
      if (child.entity[key] === undefined) continue;
      problems.push({ path: `${child.path}.${key}`, message: 'is given by where this stands' });
    }
    return { path: child.path, entity: { ...child.entity, ...owner } };
  };
  const services = placed('services', file.services);
  const consumers = placed('consumers', file.consumers);
  const routes = [
    ...services.flatMap(({ path, entity }) =>
      placed(`${path}.routes`, entity.routes).map((route) =>
        belonging(route, { service: entity.name }),
      ),
    ),
    ...placed('routes', file.routes),
  ];
  const pluginsOf = (
    parents: readonly Placed<{ plugins: readonly Plugin[] }>[],
    ownerOf: (index: number) => Owner,
  ): Placed<Plugin>[] =>
    parents.flatMap(({ path, entity }, index) =>
      placed(`${path}.plugins`, entity.plugins).map((plugin) => belonging(plugin, ownerOf(index))),
    );
  const plugins = [
    ...pluginsOf(services, (index) => ({ service: services[index]?.entity.name ?? '' })),
    ...pluginsOf(routes, (index) => ({ route: routes[index]?.entity.name ?? '' })),
    ...pluginsOf(consumers, (index) => ({ consumer: consumers[index]?.entity.username ?? '' })),
    ...placed('plugins', file.plugins),
  ];
  return { services, routes, consumers, plugins, problems };
};

const repeated = (
  entities: readonly Placed<unknown>[],
  field: string,
  valueOf: (index: number) => string | undefined,
): Problem[] => {
  const seen = new Map<string, string>();
  return entities.flatMap(({ path }, index) => {
    const value = valueOf(index);
    if (value === undefined) return [];
    const earlier = seen.get(value);
    seen.set(value, earlier ?? path);
    const place = field === '' ? path : `${path}.${field}`;
    return earlier === undefined ? [] : [{ path: place, message: `is the same as of ${earlier}` }];
  });
};

type Collected = ReturnType<typeof collect>;

const repetitions = ({ services, routes, consumers, plugins }: Collected): Problem[] => {
  const credentials = consumers.flatMap(({ path, entity }) =>
    placed(`${path}.jwt_secrets`, entity.jwt_secrets),
  );
  return [
    ...repeated(services, 'name', (index) => services[index]?.entity.name),
    ...repeated(routes, 'name', (index) => routes[index]?.entity.name),
    ...repeated(consumers, 'username', (index) => consumers[index]?.entity.username),
    ...repeated(consumers, 'custom_id', (index) => consumers[index]?.entity.custom_id),
    ...repeated(credentials, 'key', (index) => credentials[index]?.entity.key),
    // Kong keeps one instance of a plugin for each combination of what it belongs to.
    ...repeated(plugins, '', (index) => {
      const { name, service, route, consumer } = plugins[index]?.entity ?? {};
      return JSON.stringify([name, service, route, consumer]);
    }),
  ];
};

const deadReferences = ({ services, routes, consumers, plugins }: Collected): Problem[] => {
  const known = {
    service: new Set(services.map(({ entity }) => entity.name)),
    route: new Set(routes.map(({ entity }) => entity.name)),
    consumer: new Set(consumers.map(({ entity }) => entity.username)),
  };
  const kinds = ['service', 'route', 'consumer'] as const;
  return [...routes, ...plugins].flatMap(({ path, entity }: Placed<Owner>) =>
    kinds.flatMap((kind) => {
      const target = entity[kind];
      if (target === undefined || known[kind].has(target)) return [];
      return [{ path: `${path}.${kind}`, message: `there is no ${kind} "${target}"` }];
    }),
  );
};

const consumersWherePluginsHaveNone = ({ plugins }: Collected): Problem[] =>
  plugins
    .filter(
      ({ entity }) => entity.consumer !== undefined && pluginsWithoutConsumer.includes(entity.name),
    )
    .map(({ path, entity }) => ({
      path: `${path}.consumer`,
      message: `cannot be set: ${entity.name} runs before a consumer is known`,
    }));

const entitiesOf = <Entity>(list: readonly Placed<Entity>[]): Entity[] =>
  list.map(({ entity }) => entity);

/** Takes the entities of a file out of each other, and says which do not fit together. */
export const flatten = (
  file: DeclaredFile,
): { readonly declaration: Declaration; readonly problems: readonly Problem[] } => {
  const collected = collect(file);
  const { services, routes, consumers, plugins, problems } = collected;
  return {
    declaration: {
      services: entitiesOf(services).map((service) => {
        const { routes: _routes, ...rest } = withoutPlugins(service);
        return rest;
      }),
      routes: entitiesOf(routes).map((route): Route => withoutPlugins(route)),
      consumers: entitiesOf(consumers).map(withoutPlugins),
      plugins: entitiesOf(plugins),
      upstreams: file.upstreams,
    },
    problems: [
      ...problems,
      ...repetitions(collected),
      ...deadReferences(collected),
      ...consumersWherePluginsHaveNone(collected),
    ],
  };
};
