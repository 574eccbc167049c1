import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';

/** The body has turned out longer than it may be. */
export class BodyTooLong extends Error {
  override readonly name = 'BodyTooLong';
}

/** The body of a request as it arrives; fails with `BodyTooLong` where it passes the limit. */
export const countedBody = (request: IncomingMessage, bytesMax: number): Transform => {
  let bytes = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      if (bytes > bytesMax) done(new BodyTooLong());
      else done(null, chunk);
    },
  });
  request.on('error', (error) => counted.destroy(error));
  return request.pipe(counted);
};
