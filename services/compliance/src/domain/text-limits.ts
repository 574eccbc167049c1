import { isPrintableLine, isPrintableText } from '@accounting/kernel';

/** Limits of length, in characters. */
const textLengthMax = { name: 200, reason: 500 } as const;

/** A name of 1 to 200 characters on one line, of which one at least can be seen. */
export const isName = (text: string): boolean => isPrintableLine(text, textLengthMax.name);

/** A reason of 1 to 500 characters, of which one at least can be seen. */
export const isReason = (text: string): boolean => isPrintableText(text, textLengthMax.reason);
