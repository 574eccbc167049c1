import type { Message } from '@bufbuild/protobuf';
import { Metadata, status, type Client, type ServiceError } from '@grpc/grpc-js';
import type { Connection } from './connection';
import type { Dispatch, MethodCaller, Request } from './method-caller';
import type { OutgoingCall } from './outgoing-call';
import { asBytes, codeOf } from './unary-call';

/** A stream that has begun: its first answer is there, or its end. */
interface BegunStream {
  readonly answers: AsyncIterator<Buffer, undefined>;
  readonly first: IteratorResult<Buffer, undefined>;
  /** Cancels what is left of it and forgets the signal. */
  readonly end: () => void;
}

const tooLate = (): ServiceError =>
  Object.assign(new Error('no first answer in time'), {
    code: status.DEADLINE_EXCEEDED,
    details: 'no first answer in time',
    metadata: new Metadata(),
  });

/** A stream may last, but it has to begin within `beginMaxMs`. */
const dispatchStream =
  (wire: Client, beginMaxMs: number): Dispatch<BegunStream> =>
  async ({ path, request, metadata, deadlineAtMs }, signal) => {
    const options = { deadline: deadlineAtMs };
    const stream = wire.makeServerStreamRequest<Buffer, Buffer>(
      path,
      asBytes,
      asBytes,
      request,
      metadata,
      options,
    );
    const cancel = (): void => {
      stream.cancel();
    };
    const end = (): void => {
      signal.removeEventListener('abort', cancel);
      cancel();
    };
    // Cancelling raises an error on a stream that nobody reads any more.
    stream.on('error', () => undefined);
    signal.addEventListener('abort', cancel, { once: true });
    const answers = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort();
      stream.cancel();
    }, beginMaxMs);
    try {
      return { answers, first: await answers.next(), end };
    } catch (thrown) {
      end();
      throw late.signal.aborted ? tooLate() : thrown;
    } finally {
      clearTimeout(timer);
    }
  };

async function* remaining(
  { answers, first }: BegunStream,
  caller: MethodCaller,
  given: OutgoingCall,
): AsyncGenerator<Message, void, undefined> {
  for (let next = first; next.done !== true;) {
    yield caller.read(next.value);
    try {
      next = await answers.next();
    } catch (thrown) {
      throw caller.failureOf(thrown, given).error;
    }
  }
}

/**
 * Calls a method that answers with a stream, read no faster than the caller does; fails with a
 * `DomainError`. The breaker judges its beginning, and only that is tried again. Leaving the loop
 * cancels the call.
 */
export const callServerStreaming = (caller: MethodCaller, { wire, settings }: Connection) => {
  const dispatch = dispatchStream(wire, settings.unaryTimeMaxMs);
  return async function* (
    given: OutgoingCall,
    request: Request,
  ): AsyncGenerator<Message, void, undefined> {
    const startedAtMs = performance.now();
    let code = 'CANCELLED';
    try {
      const { result, leave } = await caller.admit(given, request, dispatch);
      try {
        yield* remaining(result, caller, given);
      } finally {
        result.end();
        leave();
      }
      code = 'OK';
    } catch (thrown) {
      code = codeOf(thrown);
      throw thrown;
    } finally {
      caller.observe(startedAtMs, code);
    }
  };
};
