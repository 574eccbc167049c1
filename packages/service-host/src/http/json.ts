import { isUtf8 } from 'node:buffer';
import { reject } from '@accounting/kernel';
import { errors } from '../errors';

/** A parsed body, and text that is the same for the same value however it was written. */
export interface ParsedJson {
  readonly value: unknown;
  readonly canonical: string;
}

const depthMax = 64;
const insertionSortMax = 20;
const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** How many members the text names, counting repeated ones: the colons outside its strings. */
const membersNamedIn = (text: string): number => {
  let count = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === quote) isInString = !isInString;
    else if (isInString && character === backslash) index += 1;
    else if (!isInString && character === colon) count += 1;
  }
  return count;
};

/** Sorts a few names in place; the built-in sort costs ten times as much on lists this short. */
const sortNames = (names: string[]): string[] => {
  if (names.length > insertionSortMax) return names.sort();
  for (let end = 1; end < names.length; end += 1) {
    const name = names[end] as string;
    let index = end;
    for (; index > 0 && (names[index - 1] as string) > name; index -= 1) {
      names[index] = names[index - 1] as string;
    }
    names[index] = name;
  }
  return names;
};

/**
 * Writes a parsed value so that equal values give equal text and different ones never do: members
 * in order, and each text after its length, which spares escaping. Counts the members on the way.
 */
class CanonicalWriter {
  members = 0;

  write(value: unknown, depth: number): string {
    if (typeof value === 'string') return `"${value.length}:${value}`;
    if (typeof value !== 'object' || value === null) return `${String(value)};`;
    if (depth >= depthMax) throw reject(errors.bodyTooDeep, { levelsMax: depthMax });
    return Array.isArray(value) ? this.array(value, depth) : this.object(value, depth);
  }

  private array(items: readonly unknown[], depth: number): string {
    let text = '[';
    for (const item of items) text += this.write(item, depth + 1);
    return `${text}]`;
  }

  private object(value: object, depth: number): string {
    const record = value as Readonly<Record<string, unknown>>;
    const names = sortNames(Object.keys(record));
    this.members += names.length;
    let text = '{';
    for (const name of names) {
      if (name === '__proto__') throw reject(errors.ambiguousJson, { field: name });
      text += `${name.length}:${name}${this.write(record[name], depth + 1)}`;
    }
    return `${text}}`;
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : 'unreadable';
    // V8 quotes the text in its message; only where it stopped may be repeated.
    const place = /position \d+( \(line \d+ column \d+\))?/.exec(reason)?.[0];
    throw reject(
      errors.malformedJson,
      {},
      place === undefined ? undefined : `${errors.malformedJson.message} It breaks at ${place}.`,
    );
  }
};

/**
 * Parses a JSON body. Refuses what two readers could understand differently: text that is not
 * UTF-8, a member named twice, `__proto__`, and more than 64 levels. Fails with kind
 * `invalid_argument`.
 */
export const parseJson = (bytes: Buffer): ParsedJson => {
  if (!isUtf8(bytes)) throw reject(errors.malformedJson);
  const text = bytes.toString('utf8');
  const value = parse(text);
  const writer = new CanonicalWriter();
  const canonical = writer.write(value, 0);
  if (writer.members !== membersNamedIn(text)) throw reject(errors.ambiguousJson);
  return { value, canonical };
};
