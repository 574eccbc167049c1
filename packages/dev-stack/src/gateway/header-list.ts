/** The headers of a message in their order, as they are sent: names and values in turn. */
export class HeaderList {
  /** Lower-case names, each beside its entry, so that they are made once. */
  private keys: string[] = [];
  private names: string[] = [];
  private values: string[] = [];

  /** From names and values in turn, as node gives them. */
  static ofRaw(raw: readonly string[]): HeaderList {
    const list = new HeaderList();
    for (let index = 0; index + 1 < raw.length; index += 2) {
      list.add(raw[index] as string, raw[index + 1] as string);
    }
    return list;
  }

  /** The first value under a lower-case name. */
  get(key: string): string | undefined {
    const index = this.keys.indexOf(key);
    return index === -1 ? undefined : this.values[index];
  }

  /** Every value under a lower-case name. */
  all(key: string): readonly string[] {
    return this.values.filter((_, index) => this.keys[index] === key);
  }

  has(key: string): boolean {
    return this.keys.includes(key);
  }

  /** Whether any of these lower-case names stands here twice. */
  repeatsAnyOf(keys: ReadonlySet<string>): boolean {
    return this.keys.some((key, index) => keys.has(key) && this.keys.indexOf(key) !== index);
  }

  add(name: string, value: string): void {
    this.keys.push(name.toLowerCase());
    this.names.push(name);
    this.values.push(value);
  }

  /** One entry of that name, in place of any there were. */
  set(name: string, value: string): void {
    this.remove(name.toLowerCase());
    this.add(name, value);
  }

  /** Removes every entry under a lower-case name. */
  remove(key: string): void {
    if (!this.keys.includes(key)) return;
    this.keep((entry) => entry !== key);
  }

  /** Removes every entry whose lower-case name is refused. */
  keep(isKept: (key: string) => boolean): void {
    const kept = this.keys.map(isKept);
    this.names = this.names.filter((_, index) => kept[index]);
    this.values = this.values.filter((_, index) => kept[index]);
    this.keys = this.keys.filter((_, index) => kept[index]);
  }

  /** Gives entries another name and leaves their values. */
  rename(key: string, name: string): void {
    for (let index = 0; index < this.keys.length; index += 1) {
      if (this.keys[index] !== key) continue;
      this.keys[index] = name.toLowerCase();
      this.names[index] = name;
    }
  }

  /** Names and values in turn. */
  toRaw(): string[] {
    const raw: string[] = [];
    for (let index = 0; index < this.names.length; index += 1) {
      raw.push(this.names[index] as string, this.values[index] as string);
    }
    return raw;
  }
}

/** Headers that are between two neighbours only (RFC 9110, section 7.6.1). */
const hopByHop: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization'],
  ...['proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

/** Removes what the next neighbour must not be told, headers that `Connection` names included. */
export const dropHopByHop = (list: HeaderList): void => {
  const named = list
    .all('connection')
    .flatMap((value) => value.split(','))
    .map((name) => name.trim().toLowerCase());
  // Framing and routing of the message are not up to its sender's neighbourhood.
  const untouchable = new Set(['content-length', 'host']);
  list.keep((key) => !hopByHop.has(key) && (untouchable.has(key) || !named.includes(key)));
};
