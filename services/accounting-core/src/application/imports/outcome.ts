import { DomainError, type Violation } from '@accounting/kernel';
import type { ImportBatch, ImportRowError } from '../import-ports';
import { errors } from './errors';

/**
 * Passes on a batch that did not fail. One that did is an error with the batch in its details, so
 * that whoever looks at the status of the answer only does not take it for a success.
 */
export const requireNotFailed = <Batch extends Omit<ImportBatch, 'contentHash'>>(
  batch: Batch,
): Batch => {
  if (batch.status !== 'failed') return batch;
  const { batchId, mode, format, status, received, posted, rejected, lastLine } = batch;
  throw new DomainError(mode === 'skip_bad_rows' ? errors.cutShort : errors.failed, {
    details: { batchId, mode, format, status, received, posted, rejected, lastLine },
    violations: batch.errors.map(violationOf),
  });
};

const violationOf = ({ line, field, code, message }: ImportRowError): Violation => ({
  field: field === '' ? `line[${line}]` : `line[${line}].${field}`,
  code,
  message,
});
