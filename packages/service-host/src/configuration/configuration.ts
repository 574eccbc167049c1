import { invariant } from '@accounting/kernel';
import {
  hostRelations,
  hostSettings,
  type HostConfiguration,
  type HostSettings,
} from './host-settings';
import { readSettings, type SettingRelation } from './read-settings';
import { settingsTable } from './settings-table';
import type { Settings, SettingsOf } from './settings';

/** The part of a definition that its configuration needs. */
export interface ConfigurableService<Declared extends Settings> {
  readonly name: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly settings: Declared;
  readonly settingRelations?: readonly SettingRelation<Declared>[];
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const merged = <Declared extends Settings>(
  service: ConfigurableService<Declared>,
): HostSettings & Declared => {
  const host = hostSettings(service);
  const taken = Object.keys(service.settings).filter((name) => Object.hasOwn(host, name));
  invariant(taken.length === 0, `${service.name} declares settings of the host: ${taken.join()}`);
  return { ...host, ...service.settings };
};

const own = <Declared extends Settings>(
  values: SettingsOf<HostSettings & Declared>,
  declared: Declared,
): SettingsOf<Declared> =>
  Object.freeze(
    Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(declared, name))),
  ) as SettingsOf<Declared>;

/**
 * Reads the host's and the service's settings together; throws one `ConfigurationError` for all.
 */
export const readConfiguration = <Declared extends Settings>(
  service: ConfigurableService<Declared>,
  environment: Environment,
): { readonly host: HostConfiguration; readonly service: SettingsOf<Declared> } => {
  const relations = [
    ...hostRelations,
    ...(service.settingRelations ?? []),
  ] as unknown as readonly SettingRelation<HostSettings & Declared>[];
  const values = readSettings(merged(service), environment, relations);
  return {
    host: values,
    service: own(values, service.settings),
  };
};

/** Every setting of a service, its own first, as a Markdown table for its README. */
export const configurationTable = (
  service: Omit<ConfigurableService<Settings>, 'settingRelations'>,
): string => settingsTable({ ...service.settings, ...merged(service) });
