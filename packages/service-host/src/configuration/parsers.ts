import { Secret } from './secret';
import type { SettingParser } from './settings';

/** A whole number in plain decimal digits within the bounds, both included. */
export const integer =
  (bounds: { readonly min: number; readonly max: number }): SettingParser<number> =>
  (text) => {
    const value = Number(text);
    if (!/^-?\d{1,15}$/.test(text) || value < bounds.min || value > bounds.max) {
      throw new Error(`must be a whole number from ${bounds.min} to ${bounds.max}`);
    }
    return value;
  };

/** A TCP port; 0 lets the system choose a free one. */
export const port: SettingParser<number> = integer({ min: 0, max: 65_535 });

/** A duration in whole milliseconds within the bounds. */
export const durationMs = (bounds: {
  readonly min: number;
  readonly max: number;
}): SettingParser<number> => integer(bounds);

/** `true` or `false`. */
export const boolean: SettingParser<boolean> = (text) => {
  if (text !== 'true' && text !== 'false') throw new Error('must be "true" or "false"');
  return text === 'true';
};

/** One of a closed list of words. */
export const oneOf =
  <const Word extends string>(...words: readonly Word[]): SettingParser<Word> =>
  (text) => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new Error(`must be one of ${words.join(', ')}`);
    return found;
  };

/** Text of 1 to `lengthMax` characters, by default 1,000, without control characters. */
export const text =
  (lengthMax = 1_000): SettingParser<string> =>
  (value) => {
    if (value.length > lengthMax || /\p{Cc}/u.test(value)) {
      throw new Error(`must be text of 1 to ${lengthMax} characters without control characters`);
    }
    return value;
  };

/** An absolute URL of one of the schemes, for example `url('postgresql', 'postgres')`. */
export const url =
  (...schemes: readonly string[]): SettingParser<string> =>
  (value) => {
    const scheme = URL.canParse(value) ? new URL(value).protocol.slice(0, -1) : undefined;
    if (scheme === undefined || !schemes.includes(scheme)) {
      throw new Error(
        `must be a URL that starts with ${schemes.map((s) => `${s}://`).join(' or ')}`,
      );
    }
    return value;
  };

/** Wraps what another parser reads so that it prints as `***`. */
export const secret =
  <Value>(parse: SettingParser<Value>): SettingParser<Secret<Value>> =>
  (value) =>
    new Secret(parse(value));

/** What another parser reads, or `undefined` for the word `none`: the default of such settings. */
export const orNone =
  <Value>(parse: SettingParser<Value>): SettingParser<Value | undefined> =>
  (value) =>
    value === 'none' ? undefined : parse(value);

const grpcTargetPattern =
  /^(dns:\/\/\/[a-z\d.-]+:\d{1,5}|ipv4:\d+(\.\d+){3}:\d{1,5}(,\d+(\.\d+){3}:\d{1,5})*)$/i;

/** Where the replicas of a service are: `dns:///tax:9002`, `ipv4:10.0.0.1:9002,10.0.0.2:9002`. */
export const grpcTarget: SettingParser<string> = (value) => {
  if (!grpcTargetPattern.test(value)) {
    throw new Error('must be dns:///name:port, or ipv4:address:port with commas between');
  }
  return value;
};

/** URLs by a name each: `tax=http://tax:8002,payroll=http://payroll:8003`. */
export const namedUrls: SettingParser<ReadonlyMap<string, URL>> = (value) =>
  new Map(
    value.split(',').map((part) => {
      const [, name = '', address = ''] = /^\s*([a-z][a-z-]*)=(\S+)\s*$/.exec(part) ?? [];
      if (name === '' || !URL.canParse(address)) {
        throw new Error('must be names and URLs such as tax=http://tax:8002, with commas between');
      }
      return [name, new URL(address)] as const;
    }),
  );
