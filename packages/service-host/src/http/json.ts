import { isUtf8 } from 'node:buffer';
import {
  exhaustive,
  jsonLevelsMax,
  jsonNamesMax,
  jsonValuesMax,
  parseStrictJson,
  reject,
  type DomainError,
  type JsonFault,
} from '@accounting/kernel';
import { errors } from '../errors';

/** A parsed body. */
export interface ParsedJson {
  readonly value: unknown;
  /**
   * Text that is the same for the same value however it was written. Made when it is asked for: of
   * a body that is refused it would be the dearest part.
   */
  readonly canonical: string;
}

const insertionSortMax = 20;

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
 * in order, and each text after its length, which spares escaping.
 */
const canonicalOf = (value: unknown): string => {
  if (typeof value === 'string') return `"${value.length}:${value}`;
  if (typeof value !== 'object' || value === null) return `${String(value)};`;
  if (Array.isArray(value)) {
    let text = '[';
    for (const item of value) text += canonicalOf(item);
    return `${text}]`;
  }
  const record = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const name of sortNames(Object.keys(record))) {
    text += `${name.length}:${name}${canonicalOf(record[name])}`;
  }
  return `${text}}`;
};

const refusalOf = ({ reason, field = 'body', place }: JsonFault): DomainError => {
  switch (reason) {
    case 'malformed': {
      const { message } = errors.malformedJson;
      const text = place === undefined ? message : `${message} It breaks at ${place}.`;
      return reject(errors.malformedJson, { field }, text);
    }
    case 'ambiguous':
      return reject(errors.ambiguousJson, { field });
    case 'too_deep':
      return reject(errors.bodyTooDeep, { field, levelsMax: jsonLevelsMax });
    case 'too_many_names':
      return reject(errors.bodyTooManyNames, { field, namesMax: jsonNamesMax });
    case 'too_many_values':
      return reject(errors.bodyTooManyValues, { field, valuesMax: jsonValuesMax });
    default:
      return exhaustive(reason);
  }
};

/**
 * Parses a JSON body. Refuses what two readers could understand differently: text that is not
 * UTF-8, a member named twice, `__proto__`; and what would take too long: more than 64 levels,
 * 1,000 different names or 250,000 values. Fails with kind `invalid_argument`, naming the member or
 * the body.
 */
export const parseJson = (bytes: Buffer): ParsedJson => {
  if (!isUtf8(bytes)) throw reject(errors.malformedJson, { field: 'body' });
  const json = parseStrictJson(bytes.toString('utf8'));
  if ('fault' in json) throw refusalOf(json.fault);
  const { value } = json;
  return {
    value,
    get canonical() {
      return canonicalOf(value);
    },
  };
};
