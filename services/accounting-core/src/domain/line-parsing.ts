import type { ErrorDefinition } from '@accounting/kernel';
import {
  invisibleCharacterIn,
  isPrintable,
  isPrintableLine,
  lengthMessage,
  normalizedLine,
  textLengthMax,
} from './printable-text';
import { errors } from './transaction/errors';

/** Takes what is wrong with a field. */
export type Report = (field: string, definition: ErrorDefinition, message?: string) => void;

/** Reports what is wrong with a project, cost centre or document reference. */
export const reportLine = (text: string | undefined, field: string, report: Report): void => {
  if (text === undefined) return;
  const invisible = invisibleCharacterIn(text);
  const lengthMax = textLengthMax.dimension;
  if (invisible !== undefined) {
    const message = `The text has the invisible character ${invisible}; write it without that.`;
    report(field, errors.textInvisible, message);
  } else if (!isPrintable(text) || !isPrintableLine(normalizedLine(text), lengthMax)) {
    report(field, errors.textInvalid, lengthMessage(lengthMax));
  }
};
