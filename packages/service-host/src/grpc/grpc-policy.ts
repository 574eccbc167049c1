import type { Clock, DomainError } from '@accounting/kernel';
import type { Logger } from 'pino';
import type { Histogram } from 'prom-client';
import type { Authenticate } from '../identity/authenticator';
import type { CallerHeaders, IsFromGateway } from '../identity/gateway-proof';
import type { InFlight } from '../lifecycle/in-flight';

export type GrpcDuration = Histogram<'grpc_service' | 'grpc_method' | 'grpc_code'>;

/** Work that can be told to stop. */
export interface AbortableWork {
  abort(reason: DomainError): void;
}

/** What every call is subject to. */
export interface GrpcPolicy {
  readonly authenticate: Authenticate;
  /**
   * The name of the service that calls, or `undefined` for the gateway. Fails with kind
   * `unauthenticated` when it is neither.
   */
  readonly admitCaller: (headers: CallerHeaders) => string | undefined;
  readonly isFromGateway: IsFromGateway;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly duration: GrpcDuration;
  readonly requestTimeoutMs: number;
  readonly streamIdleTimeoutMs: number;
  readonly inFlight: InFlight<AbortableWork>;
}
