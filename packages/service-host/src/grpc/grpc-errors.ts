import { Metadata, type ServerErrorResponse } from '@grpc/grpc-js';
import type { DomainError, Violation } from '@accounting/kernel';
import { errorTable } from '../error-table';

/** Trailing metadata has to fit into HTTP/2 headers, which peers limit to some kilobytes. */
const violationsMax = 25;

/** HTTP has the version that the caller saw in a header; here it is a field of the request. */
const inRequest = (violation: Violation): Violation =>
  violation.field === 'If-Match' ? { ...violation, field: 'expectedVersion' } : violation;

const asJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

/**
 * An error as gRPC carries it: the status of its kind, the message as details, and in the trailing
 * metadata `error-code`, `correlation-id`, and where there are any `violations-bin` and
 * `details-bin`, which hold JSON in UTF-8 (plain metadata takes no Georgian).
 */
export const toGrpcError = (
  error: DomainError,
  correlationId: string,
): Partial<ServerErrorResponse> & { readonly code: number } => {
  const metadata = new Metadata();
  metadata.set('error-code', error.code);
  metadata.set('correlation-id', correlationId);
  if (error.violations.length > 0) {
    metadata.set('violations-bin', asJson(error.violations.slice(0, violationsMax).map(inRequest)));
  }
  if (Object.keys(error.details).length > 0) metadata.set('details-bin', asJson(error.details));
  return { code: errorTable[error.kind].grpcStatus, details: error.message, metadata };
};
