import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';

/**
 * The body of a request as a stream apart from it. Whoever stops reading halfway destroys what they
 * read; were that the request itself, its connection would go, and with it the answer that says
 * why.
 */
export const streamedBody = (request: IncomingMessage): Readable => {
  const body = new PassThrough();
  request.on('error', (cause) => body.destroy(cause));
  // Nobody is left to hear it when the reader has gone before the sender.
  body.on('error', () => undefined);
  body.on('close', () => request.unpipe(body));
  return request.pipe(body);
};
