import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../../domain/error-definition';

export const errors = {
  batchDiffers: defineError(
    'import_batch_differs',
    'invalid_argument',
    'This batch was begun in another mode or format; choose another batch id.',
  ),
  batchOfAnother: defineError(
    'import_batch_of_another',
    'permission_denied',
    'Somebody else began this batch, and what it posts is posted in their name; choose another id.',
  ),
  contentChanged: defineError(
    'import_content_changed',
    'invalid_argument',
    'The file is not the one this batch was begun with; choose another batch id for it.',
  ),
  batchBusy: defineError(
    'import_batch_busy',
    'aborted',
    'Another request is importing this batch at the same moment; ask for its progress.',
  ),
  batchNotFound: defineError('import_not_found', 'not_found', 'There is no import of this name.'),
  ledgerChanging: defineError(
    'import_ledger_changing',
    'aborted',
    'Accounts, periods or settings keep changing while the rows are checked; send the file again.',
  ),
  lineTooLong: defineError(
    'import_line_too_long',
    'invalid_argument',
    'A line is longer than 8 MiB; the rest of the file was not read.',
  ),
  transactionTooLong: defineError(
    'import_transaction_too_long',
    'invalid_argument',
    'The lines of a transaction are longer than 8 MiB; the rest of the file was not read.',
  ),
  rowNotJson: defineError('import_row_not_json', 'invalid_argument', 'The line is not JSON.'),
  csvInvalid: defineError(
    'import_csv_invalid',
    'invalid_argument',
    'The CSV cannot be read; check quotes and the header.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
