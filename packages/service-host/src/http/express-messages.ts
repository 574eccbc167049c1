import { IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';

/** Options of `http.createServer`. */
export interface ExpressMessages {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
}

/**
 * The classes of messages for a server that express serves. Express replaces the prototype of every
 * request and response, which makes V8 treat both as objects of no known shape from then on. Here
 * they have what express would give them from birth, so that replacing it changes nothing.
 */
export const expressMessages = (application: Express): ExpressMessages => {
  class ServedRequest extends IncomingMessage {}
  class ServedResponse<Request extends IncomingMessage> extends ServerResponse<Request> {}
  Object.setPrototypeOf(ServedRequest.prototype, application.request);
  Object.setPrototypeOf(ServedResponse.prototype, application.response);
  Object.assign(application, {
    request: ServedRequest.prototype,
    response: ServedResponse.prototype,
  });
  return { IncomingMessage: ServedRequest, ServerResponse: ServedResponse };
};
