import type { z } from 'zod';
import { errors } from '../../application/imports/errors';
import type { ParsedRow } from '../../application/imports/import-row';
import { importedTransaction } from '../schemas/transactions';

/** Checks a row of an import by the same schema as the body of "Create and post". */
export const parseImportRow = (value: unknown): ParsedRow => {
  const parsed = importedTransaction.safeParse(value);
  if (parsed.success) return { input: parsed.data };
  return {
    errors: parsed.error.issues.map((issue) => ({
      field: pathOf(issue),
      code: errors.rowInvalid.code,
      message: issue.message,
    })),
  };
};

/** `entries[0].debit` */
const pathOf = ({ path }: z.core.$ZodIssue): string =>
  path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
