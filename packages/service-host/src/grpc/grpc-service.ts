import type { DescMethod, DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import type { RequestContext } from '../context';

/** The implementation of one method: unary, or a stream of answers. */
export type GrpcHandler<Method extends DescMethod> = Method extends {
  methodKind: 'server_streaming';
}
  ? (
      context: RequestContext,
      request: MessageShape<Method['input']>,
    ) => AsyncIterable<MessageInitShape<Method['output']>>
  : (
      context: RequestContext,
      request: MessageShape<Method['input']>,
    ) => Promise<MessageInitShape<Method['output']>>;

/** A method with the permission its caller needs; every method declares one. */
export interface GrpcMethod<Method extends DescMethod> {
  readonly permission: string;
  /** True for a method that changes state and then requires `idempotency-key` metadata. */
  readonly idempotent?: boolean;
  readonly handle: GrpcHandler<Method>;
}

/** A gRPC service: its descriptor and an implementation for every method. */
export interface GrpcService<Service extends DescService> {
  readonly descriptor: Service;
  readonly methods: {
    readonly [Name in keyof Service['method']]: GrpcMethod<Service['method'][Name]>;
  };
}

/** Keeps the types of the methods tied to the descriptor. */
export const grpcService = <Service extends DescService>(
  descriptor: Service,
  methods: GrpcService<Service>['methods'],
): GrpcService<DescService> => ({ descriptor, methods });
