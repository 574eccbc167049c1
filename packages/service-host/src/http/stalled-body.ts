import { reject } from '@accounting/kernel';
import { errors } from '../errors';
import type { Exchange } from './exchange';

/**
 * Gives a streamed request up when its sender sends nothing for `idleTimeoutMs` although we wait
 * for it. A slow reader on our side is no stall. Answers with the function that ends the watch.
 */
export const watchForStall = (exchange: Exchange, idleTimeoutMs: number): (() => void) => {
  const { request } = exchange;
  // Kept, because the request no longer has it once the client has gone away.
  const { socket } = request;
  let bytesSeen = socket.bytesRead;
  const timer = setInterval(() => {
    const { bytesRead } = socket;
    const isWaiting = !request.complete && request.readableLength === 0;
    if (isWaiting && bytesRead === bytesSeen) {
      // The answer closes the connection, which ends the stream for whoever still reads it.
      exchange.giveUp(reject(errors.requestTimedOut, { idleTimeoutMs }));
    }
    bytesSeen = bytesRead;
  }, idleTimeoutMs);
  return () => {
    clearInterval(timer);
  };
};
