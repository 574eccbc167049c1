import { hash, randomUUID } from 'node:crypto';
import type { Violation } from '@accounting/kernel';
import { violationCodes } from '../errors';

const correlationPattern = /^[\w.:-]{1,128}$/;
const idempotencyKeyPattern = /^[\x20-\x7e]{1,255}$/;
const entityTagPattern = /^"(\d{1,15})"$/;

/** The caller's correlation id when it is 1 to 128 safe characters, else a new one. */
export const correlationIdFrom = (header: string | readonly string[] | undefined): string =>
  typeof header === 'string' && correlationPattern.test(header) ? header : randomUUID();

/** The Idempotency-Key; a missing or malformed one becomes a violation. */
export const idempotencyKeyFrom = (
  header: string | readonly string[] | undefined,
  violations: Violation[],
): string | undefined => {
  if (typeof header === 'string' && idempotencyKeyPattern.test(header)) return header;
  violations.push({
    field: 'Idempotency-Key',
    code: header === undefined ? violationCodes.missing : violationCodes.invalidFormat,
    message:
      'Send 1 to 255 printable ASCII characters of your choice, the same for each repetition of ' +
      'this request and different for every other.',
  });
  return undefined;
};

/** Of one that is repeated Node takes the first value, or joins them; others may take the last. */
const headersReadOnce: ReadonlyMap<string, string> = new Map(
  ['Authorization', 'Content-Type', 'Idempotency-Key'].map((name) => [name.toLowerCase(), name]),
);

/** Makes a header that was sent twice a violation; `raw` has names and values in turn. */
export const reportRepeatedHeaders = (raw: readonly string[], violations: Violation[]): void => {
  const seen = new Set<string>();
  for (let index = 0; index < raw.length; index += 2) {
    const field = headersReadOnce.get((raw[index] ?? '').toLowerCase());
    if (field === undefined || seen.size !== seen.add(field).size) continue;
    const message = 'Send this header once.';
    violations.push({ field, code: violationCodes.invalidFormat, message });
  }
};

/** The version that If-Match names, as `"3"`; a malformed one becomes a violation. */
export const expectedVersionFrom = (
  header: string | undefined,
  violations: Violation[],
): number | undefined => {
  if (header === undefined) return undefined;
  const version = entityTagPattern.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  violations.push({
    field: 'If-Match',
    code: violationCodes.invalidFormat,
    message: 'Send the ETag exactly as it was received, for example "3" with its quotes.',
  });
  return undefined;
};

/** The ETag of a version. */
export const entityTagOf = (version: number): string => `"${version}"`;

/**
 * SHA-256, hexadecimal, of what makes two requests the same. The parts are written with their
 * lengths, so that no two different lists read alike.
 */
export const requestHashOf = (parts: readonly string[]): string =>
  // In one call: a hash object costs several times what hashing a small body does.
  hash('sha256', parts.map((part) => `${part.length}:${part}`).join(''), 'hex');
