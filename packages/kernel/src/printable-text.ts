// Control characters, halves of surrogate pairs (which PostgreSQL cannot store), line and paragraph
// separators, and the marks that reverse the direction of what follows: they hide what a text says.
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
const unprintableInProse = /(?![\t\n\r])[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

// A character that can be seen: no blank, the one of braille (U+2800) included, and none of those
// that take no room on the screen, which are fine beside it: emoji and some scripts join by them.
const visible = /[^\s\u2800\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

const hasLength = (text: string, lengthMax: number): boolean =>
  visible.test(text) && (text.length <= lengthMax || Array.from(text).length <= lengthMax);

/** True when every character of a line is seen or is a blank. */
export const isPrintable = (text: string): boolean => !unprintable.test(text);

/** One line of 1 to `lengthMax` characters (code points), of which one at least can be seen. */
export const isPrintableLine = (text: string, lengthMax: number): boolean =>
  hasLength(text, lengthMax) && isPrintable(text);

// What takes no room on the screen: zero-width characters, soft hyphens, marks of direction and
// fillers. Two values that look the same must be the same.
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** The first character that nobody sees, as `U+200B`. */
export const invisibleCharacterIn = (text: string): string | undefined => {
  const code = invisible.exec(text)?.[0].codePointAt(0);
  return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
};

/**
 * A value that balances are kept by, in the one form it is stored in: composed characters (NFC), no
 * blanks around it.
 */
export const normalizedLine = (text: string): string => text.normalize('NFC').trim();

/** The same with tabs and line breaks, for descriptions and reasons. */
export const isPrintableText = (text: string, lengthMax: number): boolean =>
  hasLength(text, lengthMax) && !unprintableInProse.test(text);
