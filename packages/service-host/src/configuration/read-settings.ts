import type { Settings, SettingsOf } from './settings';

/** A condition between settings. Answers with what is wrong, or `undefined` when it holds. */
export type SettingRelation<Declared extends Settings> = (
  values: SettingsOf<Declared>,
) => string | undefined;

/** Every mistake in the configuration, one per line. The process must not start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly mistakes: readonly string[]) {
    super(`The configuration is wrong:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
  }
}

const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

/**
 * Reads all settings from the environment into a frozen object. Throws one `ConfigurationError`
 * that names every wrong value, what is wrong with it and what the setting means; relations between
 * settings are checked when each value alone is right.
 */
export const readSettings = <Declared extends Settings>(
  declared: Declared,
  environment: Readonly<Record<string, string | undefined>>,
  relations: readonly SettingRelation<Declared>[] = [],
): SettingsOf<Declared> => {
  const mistakes: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(declared)) {
    const text = environment[name] ?? setting.default;
    try {
      if (text === undefined) throw new Error('is not set');
      if (text.trim() === '') throw new Error('is empty');
      values[name] = setting.parse(text);
    } catch (thrown) {
      mistakes.push(`${name} ${messageOf(thrown)}. Meaning: ${setting.meaning}`);
    }
  }
  const read = Object.freeze(values) as SettingsOf<Declared>;
  if (mistakes.length === 0) {
    mistakes.push(...relations.map((relation) => relation(read)).filter((m) => m !== undefined));
  }
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  return read;
};
