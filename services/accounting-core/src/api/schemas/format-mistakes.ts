import { z } from 'zod';
import { formatMistakes, type PartOfTransaction } from '../../domain/transaction-parsing';
import type { EntryInput } from '../../domain/transaction/input';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';

/** With one field of another type, an entry would seem to lack what it has. */
const isEntry = (value: unknown): value is EntryInput =>
  isObject(value) && Object.values(value).every(isText);

const readableEntries = (value: unknown): ReadonlyMap<number, EntryInput> => {
  const entries = new Map<number, EntryInput>();
  if (!Array.isArray(value)) return entries;
  for (const [index, entry] of (value as readonly unknown[]).entries()) {
    if (isEntry(entry)) entries.set(index, entry);
  }
  return entries;
};

const readablePart = (value: Fields): PartOfTransaction => ({
  transactionDate: textOf(value['transactionDate']),
  description: textOf(value['description']),
  documentReference: textOf(value['documentReference']),
  entries: readableEntries(value['entries']),
});

const fieldOf = (path: readonly PropertyKey[] | undefined): string =>
  (path ?? []).reduce<string>((field, step) => {
    if (typeof step === 'number') return `${field}[${step}]`;
    return field === '' ? String(step) : `${field}.${String(step)}`;
  }, '');

/**
 * Tells what is wrong with dates, amounts and texts together with what is wrong with the shape. Of
 * a request whose shape is right the domain tells it, under its own code and with the rest.
 */
export const withFormatMistakes = <Schema extends z.ZodType>(schema: Schema): Schema => {
  const check = z.check(({ value, issues }) => {
    if (!isObject(value)) return;
    const reported = new Set(issues.map(({ path }) => fieldOf(path)));
    for (const { field, code, message } of formatMistakes(readablePart(value))) {
      if (reported.has(field)) continue;
      issues.push({ code: 'custom', input: value, path: [field], message, params: { code } });
    }
  });
  check._zod.def.when = ({ issues }) => issues.length > 0;
  return schema.check(check);
};
