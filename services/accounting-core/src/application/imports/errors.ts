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
    'Another request is importing this batch at the same moment. Ask for its progress, or send ' +
      'the same file again after the time in Retry-After: nothing is posted twice.',
  ),
  batchNotFound: defineError('import_not_found', 'not_found', 'There is no import of this name.'),
  ledgerChanging: defineError(
    'import_ledger_changing',
    'aborted',
    'Accounts, periods or settings keep changing while the rows are checked; send the file again.',
  ),
  failed: defineError(
    'import_failed',
    'failed_precondition',
    'Rows of the file are bad, so that nothing of it was posted. Mend them and send the file ' +
      'under another batch id.',
  ),
  cutShort: defineError(
    'import_cut_short',
    'failed_precondition',
    'The file cannot be read to its end. What is good before that line is posted; send what ' +
      'comes from there on, mended, under another batch id.',
  ),
  lineTooLong: defineError(
    'import_line_too_long',
    'invalid_argument',
    'The line is longer than 8 MiB.',
  ),
  transactionTooLong: defineError(
    'import_transaction_too_long',
    'invalid_argument',
    'The lines of the transaction are longer than 8 MiB.',
  ),
  notUtf8: defineError(
    'import_not_utf8',
    'invalid_argument',
    'The line is not text in UTF-8; save the file in that encoding.',
  ),
  rowNotJson: defineError('import_row_not_json', 'invalid_argument', 'The line is not JSON.'),
  rowAmbiguous: defineError(
    'import_row_ambiguous',
    'invalid_argument',
    'The line names this field twice, or names "__proto__".',
  ),
  rowTooDeep: defineError(
    'import_row_too_deep',
    'invalid_argument',
    'The line is nested too deeply.',
  ),
  rowTooManyNames: defineError(
    'import_row_too_many_names',
    'invalid_argument',
    'The line names more than 1,000 different fields; the first too many is within this one.',
  ),
  rowTooManyValues: defineError(
    'import_row_too_many_values',
    'invalid_argument',
    'The line holds more than 250,000 values.',
  ),
  csvInvalid: defineError(
    'import_csv_invalid',
    'invalid_argument',
    'The header of the CSV cannot be read; check its quotes and its length.',
  ),
  csvRecordTooLong: defineError(
    'import_csv_record_too_long',
    'invalid_argument',
    'The line is longer than 64 KiB; perhaps a quote is not closed.',
  ),
  csvQuoteMisplaced: defineError(
    'import_csv_quote_misplaced',
    'invalid_argument',
    'A quote stands within a cell; put the whole cell into quotes and double those within.',
  ),
  csvQuoteOpen: defineError(
    'import_csv_quote_open',
    'invalid_argument',
    'A quote that opens on this line is not closed; nothing after it could be read.',
  ),
  csvCellsMiscounted: defineError(
    'import_csv_cells_miscounted',
    'invalid_argument',
    'The line has another number of cells than the header.',
  ),
  csvColumnDiffers: defineError(
    'import_csv_column_differs',
    'invalid_argument',
    'The line says something else of the transaction than its first line; leave the cell empty ' +
      'or repeat what stands there.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
