import { once } from 'node:events';
import { create, type DescMethod, type Message, type MessageInitShape } from '@bufbuild/protobuf';
import type {
  handleServerStreamingCall,
  handleUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { invariant, reject } from '@accounting/kernel';
import type { RequestContext } from '../context';
import { errors } from '../errors';
import { Call } from './call';
import type { GrpcPolicy } from './grpc-policy';

type Answer = MessageInitShape<DescMethod['output']>;

/** A declared method without the types of its messages. */
export interface AnyGrpcMethod {
  readonly permission: string;
  readonly idempotent?: boolean;
  readonly handle: (
    context: RequestContext,
    request: Message,
  ) => Promise<Answer> | AsyncIterable<Answer>;
}

const isIterable = (value: object): value is AsyncIterable<Answer> => Symbol.asyncIterator in value;

/** Serves a unary method. Without a deadline of the caller's, the host's request timeout holds. */
export const unaryHandler =
  (
    method: DescMethod,
    declared: AnyGrpcMethod,
    policy: GrpcPolicy,
  ): handleUnaryCall<Message, Message> =>
  (incoming, callback) => {
    const call = new Call(incoming, method, policy);
    let isAnswered = false;
    const answer = (error: unknown, message?: Message): void => {
      if (isAnswered) return;
      isAnswered = true;
      clearTimeout(timer);
      if (message === undefined) {
        callback(call.failed(error));
      } else {
        call.succeeded();
        callback(null, message);
      }
    };
    const timer = setTimeout(() => {
      const error = reject(errors.requestTimedOut, { timeoutMs: policy.requestTimeoutMs });
      call.abort(error);
      answer(error);
    }, policy.requestTimeoutMs);
    const handle = async (): Promise<Message> => {
      const result = declared.handle(call.admit(declared, incoming.request), incoming.request);
      invariant(!isIterable(result), `${method.name} answers once`);
      return create(method.output, await result);
    };
    handle().then(
      (message) => {
        answer(undefined, message);
      },
      (error: unknown) => {
        answer(error);
      },
    );
  };

type WritableCall = ServerWritableStream<Message, Message>;

/**
 * Writes one message and waits while the receiver is behind, at most as long as a stall may last.
 */
const write = async (
  incoming: WritableCall,
  message: Message,
  call: Call,
  idleTimeoutMs: number,
): Promise<void> => {
  if (incoming.write(message)) return;
  const patience = AbortSignal.any([call.signal, AbortSignal.timeout(idleTimeoutMs)]);
  try {
    await once(incoming, 'drain', { signal: patience });
  } catch {
    if (!call.signal.aborted) throw reject(errors.requestTimedOut, { idleTimeoutMs });
  }
};

/** Serves a server-streaming method: no faster than the caller reads, no longer than it listens. */
export const streamingHandler =
  (
    method: DescMethod,
    declared: AnyGrpcMethod,
    policy: GrpcPolicy,
  ): handleServerStreamingCall<Message, Message> =>
  (incoming) => {
    const call = new Call(incoming, method, policy);
    const handle = async (): Promise<void> => {
      const result = declared.handle(call.admit(declared, incoming.request), incoming.request);
      invariant(isIterable(result), `${method.name} answers with a stream`);
      for await (const answer of result) {
        // Leaving the loop tells the generator to clean up.
        if (call.signal.aborted) break;
        await write(incoming, create(method.output, answer), call, policy.streamIdleTimeoutMs);
      }
      if (call.signal.aborted) throw call.signal.reason;
    };
    handle().then(
      () => {
        call.succeeded();
        incoming.end();
      },
      (error: unknown) => {
        incoming.emit('error', call.failed(error));
      },
    );
  };
