import { DomainError, type Violation } from '@accounting/kernel';
import { parseInput } from '@accounting/service-host';
import type { ParsedRow } from '../../application/imports/import-row';
import { importedTransaction } from './transactions';

/** A row with thousands of mistakes is reported with the first of them. */
const errorsMax = 100;

/** Checks a row of an import as the body of "Create and post" is checked. */
export const parseImportRow = (value: unknown): ParsedRow => {
  try {
    return { input: parseInput(importedTransaction, value) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { errors: error.violations.slice(0, errorsMax).map(inRow) };
  }
};

/** What is wrong with the row as a whole has no place within it. */
const inRow = ({ field, ...mistake }: Violation): Violation => ({
  field: field === 'request' ? '' : field,
  ...mistake,
});
