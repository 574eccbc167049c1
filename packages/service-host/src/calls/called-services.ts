import type { Answered } from '@accounting/clients';
import type { DescService, MessageInitShape } from '@bufbuild/protobuf';
import type { RequestContext } from '../context';

/** Another service that this one calls, and which of its gRPC services. */
export interface CalledService {
  /** Its name: `accounting-core`. The setting `ACCOUNTING_CORE_GRPC_TARGET` says where it is. */
  readonly service: string;
  /** Descriptors of the published language, by the names that the caller gives them. */
  readonly clients: Readonly<Record<string, DescService>>;
}

/**
 * All services that one calls, by the names that it gives them:
 * `{ ledger: { service: 'accounting-core', clients: { accounts: AccountService } } }`.
 */
export type CalledServices = Readonly<Record<string, CalledService>>;

/** Of a service that calls none: no service has the empty name. */
export type NoCalledServices = Readonly<Partial<Record<'', CalledService>>>;

/**
 * Work that nobody asked for, such as a background job's: the callee learns which service calls,
 * and of no person or company. Whether a method takes such calls is up to the callee.
 */
export interface OwnBehalf {
  readonly onOwnBehalf: true;
  readonly correlationId: string;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970; without it, what the client's settings allow. */
  readonly deadlineAtMs?: number;
}

/** For whom, until when and under which correlation id another service is called. */
export type CallingContext =
  | Pick<
      RequestContext,
      'actorId' | 'correlationId' | 'credential' | 'signal' | 'deadlineAtMs' | 'idempotency'
    >
  | OwnBehalf;

/** What may be said of a call besides its request. */
export interface CallOptions {
  /**
   * For methods that change something. Without it, one that follows from the method and the
   * Idempotency-Key of the request being served; so it must be given on own behalf, and by a use
   * case that calls one method more than once.
   */
  readonly idempotencyKey?: string;
}

/**
 * A function for each method of a gRPC service. Fails with a `DomainError` whose kind is for the
 * caller being served; see `callFailureOf` of clients.
 */
export type ServiceClient<Service extends DescService> = {
  readonly [Name in keyof Service['method']]: (
    context: CallingContext,
    request: MessageInitShape<Service['method'][Name]['input']>,
    options?: CallOptions,
  ) => Answered<Service['method'][Name]>;
};

/** The clients of all called services: `clients.ledger.accounts.getAccount(context, request)`. */
export type ClientsOf<Called extends CalledServices> = {
  readonly [Callee in keyof Called]: {
    readonly [Name in keyof Called[Callee]['clients']]: ServiceClient<
      Called[Callee]['clients'][Name]
    >;
  };
};
