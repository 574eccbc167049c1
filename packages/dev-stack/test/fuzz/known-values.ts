/** At most so many values of one name: the latest. */
const keptMax = 8;
const lengthMax = 600;

const secretNames = /^(\w*token|secret|challenge|recoveryCodes)$/i;

/**
 * What answers have said, by the name under which they said it: whoever sends it back under the
 * same name gets further than with what was made up.
 */
export class KnownValues {
  /** Whatever must never be found in a log. */
  readonly secrets = new Set<string>();
  /** What the caller knows of themselves, by the names of the fields that ask for it. */
  own: Readonly<Record<string, string>> = {};
  private readonly byName = new Map<string, string[]>();

  /** `untouchable` are never learned: what the fuzzing itself cannot do without. */
  constructor(private readonly untouchable: ReadonlySet<string>) {}

  /** Learns from an answer, or from a part of one that has a name. */
  learn(value: unknown, name = ''): void {
    if (typeof value === 'string') this.keep(name, value);
    else if (Array.isArray(value)) for (const item of value) this.learn(item, name);
    else if (typeof value === 'object' && value !== null) {
      for (const [member, part] of Object.entries(value)) this.learn(part, member);
    }
  }

  valuesOf(name: string): readonly string[] {
    return this.byName.get(name) ?? [];
  }

  private keep(name: string, value: string): void {
    if (secretNames.test(name)) this.secrets.add(value);
    if (value.length > lengthMax || this.untouchable.has(value)) return;
    const earlier = (this.byName.get(name) ?? []).filter((each) => each !== value);
    this.byName.set(name, [...earlier, value].slice(-keptMax));
  }
}
