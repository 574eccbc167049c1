import { DomainError } from '@accounting/kernel';
import type { Message } from '@bufbuild/protobuf';
import type { Client } from '@grpc/grpc-js';
import type { Connection } from './connection';
import type { Dispatch, MethodCaller, Request } from './method-caller';
import type { OutgoingCall } from './outgoing-call';

/** Bytes pass through grpc-js as they are: they are written and read on our side of it. */
export const asBytes = (bytes: Buffer): Buffer => bytes;

const dispatchUnary =
  (wire: Client): Dispatch<Buffer> =>
  ({ path, request, metadata, deadlineAtMs }, signal) =>
    new Promise((resolve, fail) => {
      const cancel = (): void => {
        call.cancel();
      };
      const options = { deadline: deadlineAtMs };
      const call = wire.makeUnaryRequest<Buffer, Buffer>(
        path,
        asBytes,
        asBytes,
        request,
        metadata,
        options,
        (error, answer) => {
          signal.removeEventListener('abort', cancel);
          if (error === null && answer !== undefined) resolve(answer);
          else fail(error ?? new Error('an answer without a message'));
        },
      );
      signal.addEventListener('abort', cancel, { once: true });
    });

/** The status that an outcome counts under: the names of kinds are those of gRPC in lower case. */
export const codeOf = (thrown: unknown): string =>
  thrown instanceof DomainError ? thrown.kind.toUpperCase() : 'INTERNAL';

/** Calls a method that answers once; fails with a `DomainError`. */
export const callUnary = (caller: MethodCaller, { wire }: Connection) => {
  const dispatch = dispatchUnary(wire);
  return async (given: OutgoingCall, request: Request): Promise<Message> => {
    const startedAtMs = performance.now();
    try {
      const { result, leave } = await caller.admit(given, request, dispatch);
      leave();
      const message = caller.read(result);
      caller.observe(startedAtMs, 'OK');
      return message;
    } catch (thrown) {
      caller.observe(startedAtMs, codeOf(thrown));
      throw thrown;
    }
  };
};
