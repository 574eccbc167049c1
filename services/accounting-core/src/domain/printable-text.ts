// Control characters, halves of surrogate pairs (which PostgreSQL cannot store), line and paragraph
// separators, and the marks that reverse the direction of what follows: they hide what a text says.
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
const unprintableInProse = /(?![\t\n\r])[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

const hasLength = (text: string, lengthMax: number): boolean =>
  text.trim() !== '' && (text.length <= lengthMax || Array.from(text).length <= lengthMax);

/** One line of 1 to `lengthMax` characters (code points), not only blanks. */
export const isPrintableLine = (text: string, lengthMax: number): boolean =>
  hasLength(text, lengthMax) && !unprintable.test(text);

/** The same with tabs and line breaks, for descriptions and reasons. */
export const isPrintableText = (text: string, lengthMax: number): boolean =>
  hasLength(text, lengthMax) && !unprintableInProse.test(text);

/** Limits of length, in characters. */
export const textLengthMax = {
  name: 200,
  description: 500,
  reason: 500,
  dimension: 64,
} as const;

export const lengthMessage = (lengthMax: number): string =>
  `Write 1 to ${lengthMax} printable characters.`;
