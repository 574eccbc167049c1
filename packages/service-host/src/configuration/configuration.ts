import { invariant } from '@accounting/kernel';
import type { CalledServices } from '../calls/called-services';
import { calleesOf, targetSettingOf, targetSettings } from '../calls/target-settings';
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
  readonly calls?: CalledServices;
  readonly settingRelations?: readonly SettingRelation<Declared>[];
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says, by whom it is for. */
export interface ReadConfiguration<Declared extends Settings> {
  readonly host: HostConfiguration;
  readonly service: SettingsOf<Declared>;
  /** Where the called services are, by their names. */
  readonly targets: ReadonlyMap<string, string>;
}

const merged = <Declared extends Settings>(
  service: ConfigurableService<Declared>,
): HostSettings & Declared => {
  const host = { ...hostSettings(service), ...targetSettings(service.calls ?? {}) };
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
): ReadConfiguration<Declared> => {
  const relations = [
    ...hostRelations,
    ...(service.settingRelations ?? []),
  ] as unknown as readonly SettingRelation<HostSettings & Declared>[];
  const values = readSettings(merged(service), environment, relations);
  return {
    host: values,
    service: own(values, service.settings),
    targets: new Map(
      calleesOf(service.calls ?? {}).map((callee) => [
        callee,
        (values as Readonly<Record<string, unknown>>)[targetSettingOf(callee)] as string,
      ]),
    ),
  };
};

/** Every setting of a service, its own first, as a Markdown table for its README. */
export const configurationTable = (
  service: Omit<ConfigurableService<Settings>, 'settingRelations'>,
): string => settingsTable({ ...service.settings, ...merged(service) });
