import { performance } from 'node:perf_hooks';
import { DomainError, rejectAll, type Violation } from '@accounting/kernel';
import { status, type Metadata, type ServerErrorResponse } from '@grpc/grpc-js';
import { toBinary, type DescMethod, type Message } from '@bufbuild/protobuf';
import type { Logger } from 'pino';
import type { RequestContext } from '../context';
import { toDomainError } from '../error-table';
import { errors } from '../errors';
import { correlationIdFrom, idempotencyKeyFrom, requestHashOf } from '../http/request-headers';
import { requestContext } from '../http/request-context';
import type { Principal } from '../identity/principal';
import { requirePermission } from '../identity/authenticator';
import { callerHeadersOf, textOf } from './caller-headers';
import type { AbortableWork, GrpcPolicy } from './grpc-policy';
import { toGrpcError } from './grpc-errors';
import { requireReadable } from './unreadable-request';

/** What calls of all kinds offer. */
export interface IncomingCall {
  readonly metadata: Metadata;
  readonly cancelled: boolean;
  /** When the caller's patience ends; `Infinity` when it has not said. */
  getDeadline(): Date | number;
  on(event: 'cancelled', listener: () => void): unknown;
}

/** One gRPC call: admitted, given a context, and measured and logged once when it ends. */
export class Call implements AbortableWork {
  readonly correlationId: string;
  readonly deadlineAtMs: number;
  private readonly controller = new AbortController();
  private readonly startedAt = performance.now();
  private principal: Principal | undefined;
  private hasEnded = false;

  constructor(
    private readonly incoming: IncomingCall,
    private readonly method: DescMethod,
    private readonly policy: GrpcPolicy,
  ) {
    this.correlationId = correlationIdFrom(textOf(incoming.metadata, 'x-correlation-id'));
    // A stream lasts as long as it is read.
    const ownTimeMs = method.methodKind === 'unary' ? policy.requestTimeoutMs : Infinity;
    this.deadlineAtMs = Math.min(Number(incoming.getDeadline()), Date.now() + ownTimeMs);
    policy.inFlight.add(this);
    // Raised when the client cancels and when its deadline has passed.
    incoming.on('cancelled', () => {
      this.abort(new DomainError(errors.requestTimedOut, { message: 'The caller gave up.' }));
    });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  abort(reason: DomainError): void {
    this.controller.abort(reason);
  }

  logger(): Logger {
    return this.policy.logger.child({
      correlationId: this.correlationId,
      ...(this.principal && {
        companyId: this.principal.companyId,
        actorId: this.principal.actorId,
      }),
    });
  }

  /** The context for the implementation, once the caller has been admitted. */
  admit(
    declared: { readonly permission: string; readonly idempotent?: boolean },
    request: Message,
  ): RequestContext {
    const { metadata } = this.incoming;
    const headers = callerHeadersOf(metadata);
    const callingService = this.policy.admitCaller(headers);
    this.principal = this.policy.authenticate(headers);
    requirePermission(this.principal, declared.permission);
    requireReadable(request);
    return requestContext(this, this.principal, this.policy.clock, {
      callingService,
      idempotency: declared.idempotent === true ? this.idempotency(request) : undefined,
    });
  }

  /** Ends the measurement; call it when the answer is complete. */
  succeeded(): void {
    this.record(status.OK);
  }

  /** The failure as gRPC carries it. */
  failed(thrown: unknown): Partial<ServerErrorResponse> {
    const error = toDomainError(thrown);
    const response = toGrpcError(error, this.correlationId);
    this.record(response.code, error);
    return response;
  }

  private idempotency(request: Message): RequestContext['idempotency'] {
    const violations: Violation[] = [];
    const key = idempotencyKeyFrom(textOf(this.incoming.metadata, 'idempotency-key'), violations);
    if (key === undefined) throw rejectAll(errors.invalidRequest, violations);
    const operation = `${this.method.parent.typeName}/${this.method.name}`;
    const content = Buffer.from(toBinary(this.method.input, request)).toString('base64');
    return { key, requestHash: requestHashOf([operation, content]) };
  }

  private record(code: status, error?: DomainError): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.policy.inFlight.delete(this);
    const seconds = (performance.now() - this.startedAt) / 1_000;
    const service = this.method.parent.typeName;
    this.policy.duration.observe(
      { grpc_service: service, grpc_method: this.method.name, grpc_code: status[code] },
      seconds,
    );
    const line = {
      correlationId: this.correlationId,
      companyId: this.principal?.companyId,
      actorId: this.principal?.actorId,
      grpcMethod: `${service}/${this.method.name}`,
      grpcCode: status[code],
      durationMs: Math.round(seconds * 1_000_000) / 1_000,
      ...(error && { code: error.code }),
    };
    if (code === status.INTERNAL) {
      this.policy.logger.error({ ...line, err: error?.cause ?? error }, 'call failed');
    } else this.policy.logger.info(line, 'call');
  }
}
