import { setMaxListeners } from 'node:events';
import { DomainError, reject } from '@accounting/kernel';
import { create, type DescMethod, type Message, type MessageInitShape } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { Metadata, type MethodDefinition, type ServiceError } from '@grpc/grpc-js';
import type { Breaker } from './breaker';
import type { LeaveBulkhead } from './bulkhead';
import { callFailureOf, CallFailure } from './call-failure';
import type { Connection } from './connection';
import { clientErrors } from './errors';
import { givenUp, type OutgoingCall } from './outgoing-call';
import { withRetries } from './retry';

/** The request of a method, whole or as what `create` completes. */
export type Request = MessageInitShape<DescMethod['input']>;

/** One attempt of a call as the wire needs it. */
export interface WireCall {
  readonly path: string;
  readonly request: Buffer;
  readonly metadata: Metadata;
  /** Milliseconds since 1970. */
  readonly deadlineAtMs: number;
}

/** Puts one attempt on the wire; fails with a `ServiceError` of grpc-js. */
export type Dispatch<Result> = (call: WireCall, signal: AbortSignal) => Promise<Result>;

/** What an attempt gave, with the place in the bulkhead that it still holds. */
export interface Admitted<Result> {
  readonly result: Result;
  readonly leave: LeaveBulkhead;
}

/** A call with everything decided that all of its attempts share. */
interface PreparedCall {
  readonly request: Buffer;
  readonly deadlineAtMs: number;
  readonly given: OutgoingCall;
  readonly isHeldAgainstVersion: boolean;
}

const metadataOf = ({ metadata: fields, idempotencyKey }: OutgoingCall): Metadata => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(fields)) metadata.set(name, value);
  if (idempotencyKey !== undefined) metadata.set('idempotency-key', idempotencyKey);
  return metadata;
};

/** Whether a change is held against a version: once that is gone, it does not come back. */
const namesVersion = (request: Request): boolean =>
  (request as { readonly expectedVersion?: unknown }).expectedVersion !== undefined;

/** Everything that happens to calls of one method between the caller and the wire. */
export class MethodCaller {
  private readonly name: string;
  private readonly changesSomething: boolean;

  constructor(
    readonly method: DescMethod,
    private readonly definition: MethodDefinition<Message, Message>,
    private readonly connection: Connection,
    private readonly timeMaxMs: number,
  ) {
    this.name = `${method.parent.typeName}/${method.name}`;
    this.changesSomething = method.idempotency !== MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS;
  }

  /** Deadline, bulkhead, breaker, retries. The place in the bulkhead is the caller's to leave. */
  async admit<Result>(
    given: OutgoingCall,
    request: Request,
    dispatch: Dispatch<Result>,
  ): Promise<Admitted<Result>> {
    const call = this.prepare(given, request);
    const breaker = this.connection.breakerOf(this.name);
    const { settings, retryBudget, metrics, callee } = this.connection;
    const options = {
      settings: settings.retry,
      budget: retryBudget,
      deadlineAtMs: call.deadlineAtMs,
      signal: given.signal,
      isWorthRetrying: ({ error: { kind } }: CallFailure) =>
        kind === 'unavailable' || (kind === 'aborted' && !call.isHeldAgainstVersion),
      onRetry: () => {
        metrics.retries.inc({ callee, method: this.name });
      },
    };
    return withRetries(options, () => this.attempt(call, breaker, dispatch));
  }

  /** The message in the bytes of an answer. */
  read(bytes: Buffer): Message {
    try {
      return this.definition.responseDeserialize(bytes);
    } catch (cause) {
      const { callee } = this.connection;
      throw new DomainError(clientErrors.unreadableAnswer, { details: { callee }, cause });
    }
  }

  /** What went wrong on the wire, as the caller is told. */
  failureOf(thrown: unknown, given: OutgoingCall, isFair = true): CallFailure {
    if (given.signal.aborted) {
      return new CallFailure(givenUp(given.signal), isFair ? 'fails' : 'unknown');
    }
    return callFailureOf(thrown as ServiceError, {
      callee: this.connection.callee,
      method: this.name,
      isOnBehalf: given.metadata['authorization'] !== undefined,
      isFair,
    });
  }

  /** Notes how long a call took; `startedAtMs` is of `performance.now()`. */
  observe(startedAtMs: number, code: string): void {
    this.connection.metrics.duration.observe(
      {
        grpc_service: this.method.parent.typeName,
        grpc_method: this.method.name,
        grpc_code: code,
      },
      (performance.now() - startedAtMs) / 1_000,
    );
  }

  private prepare(given: OutgoingCall, request: Request): PreparedCall {
    const { callee, settings } = this.connection;
    if (given.signal.aborted) throw givenUp(given.signal);
    if (this.changesSomething && given.idempotencyKey === undefined) {
      throw reject(clientErrors.idempotencyKeyMissing, { callee, method: this.name });
    }
    // A job may have many calls under one signal; Node takes more than ten listeners for a leak.
    setMaxListeners(0, given.signal);
    const nowMs = Date.now();
    const ourDeadlineAtMs = given.deadlineAtMs - settings.deadlineReserveMs;
    if (ourDeadlineAtMs <= nowMs) throw reject(clientErrors.deadlineExceeded, { callee });
    return {
      given,
      // Once for all attempts; what cannot be written is a defect here and never reaches the wire.
      request: this.definition.requestSerialize(create(this.method.input, request)),
      deadlineAtMs: Math.min(ourDeadlineAtMs, nowMs + this.timeMaxMs),
      isHeldAgainstVersion: namesVersion(request),
    };
  }

  private async attempt<Result>(
    call: PreparedCall,
    breaker: Breaker,
    dispatch: Dispatch<Result>,
  ): Promise<Admitted<Result>> {
    const { deadlineAtMs, given } = call;
    breaker.requireNotOpen();
    const leave = await this.connection.bulkhead.enter(deadlineAtMs, given.signal);
    try {
      const result = await breaker.run(() => this.dispatch(call, dispatch));
      return { result, leave };
    } catch (thrown) {
      leave();
      throw thrown;
    }
  }

  private async dispatch<Result>(call: PreparedCall, dispatch: Dispatch<Result>): Promise<Result> {
    const { request, deadlineAtMs, given } = call;
    const { fairTimeMs } = this.connection.settings.breaker;
    const fairAtMs = Date.now() + fairTimeMs;
    const wireCall = {
      path: this.definition.path,
      request,
      metadata: metadataOf(given),
      deadlineAtMs,
    };
    try {
      return await dispatch(wireCall, given.signal);
    } catch (thrown) {
      const endedAtMs = given.signal.aborted ? Date.now() : deadlineAtMs;
      throw this.failureOf(thrown, given, endedAtMs >= fairAtMs);
    }
  }
}
