import { reject } from '@accounting/kernel';
import type { Message } from '@bufbuild/protobuf';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { errors } from '../errors';

const unreadable = new WeakSet<object>();

/**
 * grpc-js answers bytes that are no such message with INTERNAL, as if the defect were ours. Here
 * they are read as a request that `requireReadable` refuses once the caller is known.
 */
export const withUnreadableRequests = (definition: ServiceDefinition): ServiceDefinition =>
  Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [
      name,
      {
        ...method,
        requestDeserialize: (bytes: Buffer): object => {
          try {
            return method.requestDeserialize(bytes) as object;
          } catch {
            const request = {};
            unreadable.add(request);
            return request;
          }
        },
      },
    ]),
  );

/** Fails with kind `invalid_argument` when the request could not be read. */
export const requireReadable = (request: Message): void => {
  if (unreadable.has(request)) throw reject(errors.malformedMessage, { field: 'request' });
};
