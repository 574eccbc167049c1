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
  // Who sends it on listens only as long as it does; an error nobody hears ends the process.
  counted.on('error', () => undefined);
  return request.pipe(counted);
};
