import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a client gets to read the answer before the connection is cut. */
const lingerMs = 1_000;

/**
 * True when the request has a body that nobody read and that is, or may be, larger than the limit:
 * reading on only to keep the connection would let anyone occupy us with it.
 */
export const mustCloseAfter = (request: IncomingMessage, limitBytes: number): boolean => {
  if (request.complete) return false;
  const length = request.headers['content-length'];
  if (length !== undefined) return Number(length) > limitBytes;
  return request.headers['transfer-encoding'] !== undefined;
};

/**
 * Reads what is left of a body that has been answered and drops it: unread, it would stand in the
 * way of the next request on the connection.
 */
export const dropRest = (request: IncomingMessage): void => {
  if (!request.readableEnded) request.unpipe().resume();
};

/** Cuts a connection once the client has had the time to read what was written to it. */
const cutLater = (socket: Socket): void => {
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => {
    clearTimeout(timer);
  });
};

/**
 * Sends the answer and reads no more. The connection is cut a little later: cutting it at once,
 * with bytes still on their way, resets it, and the client would lose the answer that explains why.
 */
export const lingerThenClose = (
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): void => {
  request.pause();
  // The length is announced, so the client has the whole answer although it is not ended here.
  response.write(body);
  if (response.socket !== null) cutLater(response.socket);
  // Another request of this connection is still being answered: then it is this one's turn.
  else if (!request.socket.destroyed) response.once('socket', cutLater);
};
