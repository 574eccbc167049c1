export {
  isPrintable,
  isPrintableLine,
  invisibleCharacterIn,
  normalizedLine,
  isPrintableText,
} from '@accounting/kernel';

/** Limits of length, in characters. */
export const textLengthMax = {
  name: 200,
  description: 500,
  reason: 500,
  dimension: 64,
  rateSource: 40,
} as const;

export const lengthMessage = (lengthMax: number): string =>
  `Write 1 to ${lengthMax} printable characters.`;
