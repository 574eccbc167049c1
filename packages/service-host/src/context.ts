import type { ActorId, CompanyId, Instant } from '@accounting/kernel';
import type { Logger } from 'pino';
import type { Credential } from './identity/principal';

/** What the caller's Idempotency-Key and the request's hash say together. */
export interface IdempotencyToken {
  readonly key: string;
  /** SHA-256, hexadecimal, of operation, path parameters and body in canonical form. */
  readonly requestHash: string;
}

/** What the host knows about any request, whoever asks. */
interface BareContext {
  readonly correlationId: string;
  /** The instant the request arrived. The domain's only clock. */
  readonly now: Instant;
  /**
   * Milliseconds since 1970 until which the caller waits; `Infinity` where only a stall ends it.
   * Calls of other services end before that.
   */
  readonly deadlineAtMs: number;
  /** Aborted when the client goes away, the deadline passes, or the service stops. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** What is known about a request that needs no token: nobody has said yet who asks. */
export interface PublicContext extends BareContext {
  /** The client's address as the gateway saw it; that of the connection where there is none. */
  readonly clientAddress: string;
}

/** What is known about a request of another service on its own behalf. */
export interface InternalContext extends BareContext {
  readonly serviceName: string;
}

/**
 * What the host knows about one request, and the only place a use case learns it from: who asks,
 * for which company, when, and until when. The same for HTTP and gRPC.
 */
export interface RequestContext extends BareContext {
  readonly companyId: CompanyId;
  readonly actorId: ActorId;
  readonly permissions: ReadonlySet<string>;
  /** The token that the caller has shown. */
  readonly credential: Credential;
  /** The service through which the caller asks, when it is one: the caller is then its user. */
  readonly callingService?: string;
  /** Present when the operation is declared idempotent; the host has then required the key. */
  readonly idempotency?: IdempotencyToken;
  /** The version in If-Match, when the operation takes one and the caller sent it. */
  readonly expectedVersion?: number;
}

/** What a use case hands back: the host turns it into status, headers and body. */
export interface Answer<Body> {
  readonly body: Body;
  /** Version of the resource; becomes the ETag. */
  readonly version?: number;
  /** True when this is the first answer of an earlier request with the same key. */
  readonly replayed?: boolean;
}
