import { censusOf, endOfString, marks, membersBeforeExcess, type JsonCensus } from './json-census';
import { shownName } from './shown-name';

/** Why a text is not accepted as JSON; `reason` is what a caller answers with its own words. */
export interface JsonFault {
  /**
   * `ambiguous`: two readers could understand it differently. `too_deep`: more than 64 levels.
   * `too_many_names`: more than 1,000 different ones. `too_many_values`: more than 250,000.
   */
  readonly reason: 'malformed' | 'ambiguous' | 'too_deep' | 'too_many_names' | 'too_many_values';
  /**
   * The member at fault, `entries[1].debit`, of ambiguous JSON; of too many names the object where
   * the first of them stands, unless it is the outermost.
   */
  readonly field?: string;
  /** Where reading stopped, never what is written there; only of malformed JSON, where known. */
  readonly place?: string;
}

/** A value as JSON has it, or what stands in the way. */
export type StrictJson = { readonly value: unknown } | { readonly fault: JsonFault };

/** Levels of nesting that a strict reader follows. */
export const jsonLevelsMax = 64;
/**
 * Different names in a text, wherever they stand. Each new one costs `JSON.parse` up to ten times
 * what a known one does, and whoever checks the value a mistake to report.
 */
export const jsonNamesMax = 1_000;
/** Values in a text; 10,000 entries with every field filled are 130,000. */
export const jsonValuesMax = 250_000;

const space = 0x20;

/** What a walk over a value answers when it meets something that a strict reader refuses. */
const refusals = { ambiguous: -1, tooDeep: -2 } as const;

/** How many members a parsed value has, at all levels, or a refusal, which is negative. */
const membersOf = (value: unknown, depth: number): number => {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= jsonLevelsMax) return refusals.tooDeep;
  return Array.isArray(value) ? membersOfItems(value, depth) : membersOfObject(value, depth);
};

const membersOfItems = (items: readonly unknown[], depth: number): number => {
  let members = 0;
  for (const item of items) {
    const inside = membersOf(item, depth + 1);
    if (inside < 0) return inside;
    members += inside;
  }
  return members;
};

const membersOfObject = (value: object, depth: number): number => {
  const record = value as Readonly<Record<string, unknown>>;
  let members = 0;
  // What JSON.parse made has no properties but its own; asking for their list costs twice as much.
  for (const name in record) {
    if (name === '__proto__') return refusals.ambiguous;
    const inside = membersOf(record[name], depth + 1);
    if (inside < 0) return inside;
    members += inside + 1;
  }
  return members;
};

/** An object or array that the search is in: the names it has had, and where it is in it. */
interface Level {
  readonly names: Set<string>;
  step: string | number;
}

const pathOf = (levels: readonly Level[]): string =>
  levels.reduce((path, { step }) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    const name = shownName(step);
    return path === '' ? name : `${path}.${name}`;
  }, '');

const isNameBefore = (text: string, index: number): boolean => {
  let next = index;
  while (text.charCodeAt(next) <= space) next += 1;
  return text.charCodeAt(next) === marks.colon;
};

/** Follows a mark that stands outside of strings. */
const follow = (levels: Level[], mark: number): void => {
  const level = levels.at(-1);
  switch (mark) {
    case marks.openBrace:
      levels.push({ names: new Set(), step: '' });
      break;
    case marks.openBracket:
      levels.push({ names: new Set(), step: 0 });
      break;
    case marks.closeBrace:
    case marks.closeBracket:
      levels.pop();
      break;
    case marks.comma:
      if (typeof level?.step === 'number') level.step += 1;
      break;
    default:
  }
};

/** Of text that is no JSON a name may break its own rules. */
const decoded = (quoted: string): string => {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted.slice(1, -1);
  }
};

type IsSought = (level: Level, name: string) => boolean;

/** Where the first member is that is sought: its level and those around it. A second reading. */
const levelsAround = (text: string, isSought: IsSought): readonly Level[] => {
  const levels: Level[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const mark = text.charCodeAt(index);
    if (mark !== marks.quote) {
      follow(levels, mark);
      continue;
    }
    const end = endOfString(text, index);
    const level = levels.at(-1);
    if (level !== undefined && isNameBefore(text, end)) {
      level.step = decoded(text.slice(index, end));
      if (isSought(level, level.step)) return levels;
    }
    index = end - 1;
  }
  return [];
};

/** Whether the name has been there before at its level, or never may be. */
const isAmbiguous: IsSought = ({ names }, name) =>
  name === '__proto__' || names.size === names.add(name).size;

const ambiguityOf = (text: string): JsonFault => {
  const levels = levelsAround(text, isAmbiguous);
  return { reason: 'ambiguous', ...(levels.length > 0 && { field: pathOf(levels) }) };
};

const excessOfNames = (text: string, membersBefore: number): JsonFault => {
  let members = 0;
  const levels = levelsAround(text, () => members++ === membersBefore);
  const field = pathOf(levels.slice(0, -1));
  return { reason: 'too_many_names', ...(field !== '' && { field }) };
};

/** What is refused before it is read: to build it, and to check what was built, takes too long. */
const excessIn = (text: string, { members, values }: JsonCensus): JsonFault | undefined => {
  if (values > jsonValuesMax) return { reason: 'too_many_values' };
  if (members <= jsonNamesMax) return undefined;
  const membersBefore = membersBeforeExcess(text, jsonNamesMax);
  return membersBefore === undefined ? undefined : excessOfNames(text, membersBefore);
};

const faultIn = (text: string, value: unknown, named: number): JsonFault | undefined => {
  const members = membersOf(value, 0);
  if (members === refusals.tooDeep) return { reason: 'too_deep' };
  return members === named ? undefined : ambiguityOf(text);
};

/** V8 quotes the text in its message; only where it stopped may be repeated. */
const placePattern = /position \d+( \(line \d+ column \d+\))?/;

/**
 * Reads JSON as every other reader must understand it: a member named twice, `__proto__`, more than
 * 64 levels and more names or values than anybody has use for are faults, as is what is not JSON.
 * Never throws. Takes about twice the time of `JSON.parse`.
 */
export const parseStrictJson = (text: string): StrictJson => {
  const census = censusOf(text);
  const excess = excessIn(text, census);
  if (excess !== undefined) return { fault: excess };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const place = error instanceof Error ? placePattern.exec(error.message)?.[0] : undefined;
    return { fault: { reason: 'malformed', ...(place !== undefined && { place }) } };
  }
  const fault = faultIn(text, value, census.members);
  return fault === undefined ? { value } : { fault };
};
