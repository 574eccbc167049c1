import { readFileSync } from 'node:fs';
import { gatewayFile, readDeclaration, type Declaration, type PluginNamed } from '@accounting/kong';

/** `kong.yml` as it stands. */
export const gatewayText = readFileSync(gatewayFile, 'utf8');

type Mutable<Value> = Value extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Mutable<Value[Key]> }
    : Value;

/** The entities of `kong.yml`, for a test to change. */
export interface Changeable {
  readonly declaration: Mutable<Declaration>;
  route(name: string): Mutable<Declaration['routes'][number]>;
  /** The instance of a plugin at one place; that for everything when no place is given. */
  plugin<Name extends PluginNamed<'jwt'>['name'] | Declaration['plugins'][number]['name']>(
    name: Name,
    place?: { service?: string; route?: string; consumer?: string },
  ): Mutable<PluginNamed<Name>>;
  /** Takes away what `plugin` would find. */
  remove(name: string, place?: { service?: string; route?: string; consumer?: string }): void;
}

const found = <Entity>(entity: Entity | undefined, name: string): Entity => {
  if (entity === undefined) throw new Error(`kong.yml has no ${name}`);
  return entity;
};

/** A declaration like `kong.yml`, changed in what a test is about. */
export const changed = (change: (gateway: Changeable) => void): Declaration => {
  const declaration = structuredClone(readDeclaration(gatewayText)) as Mutable<Declaration>;
  const indexOf: (...search: Parameters<Changeable['remove']>) => number = (name, place = {}) => {
    const index = declaration.plugins.findIndex(
      (plugin) =>
        plugin.name === name &&
        plugin.service === place.service &&
        plugin.route === place.route &&
        plugin.consumer === place.consumer,
    );
    return found(index === -1 ? undefined : index, name);
  };
  change({
    declaration,
    route: (name) =>
      found(
        declaration.routes.find((route) => route.name === name),
        name,
      ),
    plugin: (name, place) => declaration.plugins[indexOf(name, place)] as never,
    remove: (name, place) => void declaration.plugins.splice(indexOf(name, place), 1),
  });
  return declaration;
};
