/** The characters that give JSON its form. */
export const marks = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** How much a text holds, counted without building any of it. */
export interface JsonCensus {
  /** Members at all levels, counting repeated ones: the colons outside of strings. */
  readonly members: number;
  /** Values at all levels, and each empty list or object once more. */
  readonly values: number;
}

const isEscaped = (text: string, index: number): boolean => {
  let backslashes = 0;
  while (text.charCodeAt(index - 1 - backslashes) === marks.backslash) backslashes += 1;
  return backslashes % 2 === 1;
};

/** Where the string that begins at `start` has ended; also in text that breaks off within it. */
export const endOfString = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
};

/** Counts what a text holds. Of text that is no JSON the counts mean nothing, and do no harm. */
export const censusOf = (text: string): JsonCensus => {
  let members = 0;
  let values = 1;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case marks.quote:
        index = endOfString(text, index) - 1;
        break;
      case marks.colon:
        members += 1;
        break;
      // Each value but the outermost follows one of these.
      case marks.comma:
      case marks.openBracket:
      case marks.openBrace:
        values += 1;
        break;
      default:
    }
  }
  return { members, values };
};

/** Names, each remembered under its length and its ends: most texts repeat a few names. */
class SeenNames {
  private readonly all = new Set<string>();
  private readonly likely = new Map<number, string>();

  /** Remembers the name from `start` to `end`, and tells how many different ones there were. */
  add(text: string, start: number, end: number): number {
    const ends = text.charCodeAt(start + 1) * 31 + text.charCodeAt(end - 2);
    const key = (end - start) * 0x200000 + ends;
    const likely = this.likely.get(key);
    // To compare in place costs a third of taking the name out and looking it up.
    if (likely === undefined || !text.startsWith(likely, start)) {
      const name = text.slice(start, end);
      this.likely.set(key, name);
      this.all.add(name);
    }
    return this.all.size;
  }
}

/**
 * How many members come before the one whose name is one different name too many; undefined when
 * there is none. A name is another one when it is written with other escapes.
 */
export const membersBeforeExcess = (text: string, namesMax: number): number | undefined => {
  const names = new SeenNames();
  let members = 0;
  let start = 0;
  let end = 0;
  for (let index = 0; index < text.length; index += 1) {
    const mark = text.charCodeAt(index);
    if (mark === marks.quote) {
      start = index;
      end = endOfString(text, start);
      index = end - 1;
    } else if (mark === marks.colon) {
      if (names.add(text, start, end) > namesMax) return members;
      members += 1;
    }
  }
  return undefined;
};
