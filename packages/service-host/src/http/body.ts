import { DomainError, reject } from '@accounting/kernel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors } from '../errors';

const tooLarge = (limitBytes: number): DomainError =>
  reject(
    errors.bodyTooLarge,
    { field: 'body', bytesMax: limitBytes },
    `The body is larger than the ${limitBytes} bytes that this service accepts.`,
  );

/** True when the request announces a body. */
export const hasBody = (request: IncomingMessage): boolean => {
  const length = request.headers['content-length'];
  return length === undefined ? request.headers['transfer-encoding'] !== undefined : length !== '0';
};

/** The media type without parameters, in lower case. */
export const mediaTypeOf = (request: IncomingMessage): string => {
  const header = request.headers['content-type'] ?? '';
  const end = header.indexOf(';');
  return (end === -1 ? header : header.slice(0, end)).trim().toLowerCase();
};

const charsetPattern = /;\s*charset\s*=\s*"?([\w-]+)"?/i;

/** JSON is UTF-8 unless somebody says otherwise, and then it is refused. */
const isUtf8Declared = (request: IncomingMessage): boolean => {
  const charset = charsetPattern.exec(request.headers['content-type'] ?? '')?.[1]?.toLowerCase();
  return charset === undefined || charset === 'utf-8' || charset === 'utf8';
};

/** Refuses a body of another media type, charset or encoding than `accepted`, with 415. */
export const requireMediaType = (request: IncomingMessage, accepted: readonly string[]): void => {
  if (!accepted.includes(mediaTypeOf(request)) || !isUtf8Declared(request)) {
    throw reject(
      errors.unsupportedMediaType,
      { field: 'Content-Type' },
      `Send the body as ${accepted.join(' or ')} in UTF-8.`,
    );
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw reject(
      errors.unsupportedMediaType,
      { field: 'Content-Encoding' },
      'Send the body without a content encoding.',
    );
  }
};

/** Tells a client that waits with `Expect: 100-continue` to send its body. */
export const inviteBody = (request: IncomingMessage, response: ServerResponse): void => {
  if (request.headers.expect !== undefined) response.writeContinue();
};

/**
 * Collects a body of at most `limitBytes`. One that announces more is refused unread; one that
 * turns out longer is refused where it passes the limit.
 */
export const readBody = (
  request: IncomingMessage,
  response: ServerResponse,
  limitBytes: number,
): Promise<Buffer> => {
  const announced = request.headers['content-length'];
  if (announced !== undefined && Number(announced) > limitBytes) {
    return Promise.reject(tooLarge(limitBytes));
  }
  inviteBody(request, response);
  return new Promise((resolve, fail) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limitBytes) {
        request.removeAllListeners('data');
        fail(tooLarge(limitBytes));
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => {
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length));
    });
    request.on('error', (cause) => {
      fail(new DomainError(errors.malformedRequest, { cause }));
    });
  });
};
