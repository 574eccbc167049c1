import { toGrpcServiceDefinition } from '@accounting/contracts';
import type {
  DescMethod,
  DescService,
  Message,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import type { MethodDefinition } from '@grpc/grpc-js';
import type { Connection } from './connection';
import { MethodCaller, type Request } from './method-caller';
import type { OutgoingCall } from './outgoing-call';
import { callServerStreaming } from './streaming-call';
import { callUnary } from './unary-call';

/** What calling a method gives: a promise of its answer, or its answers one by one. */
export type Answered<Method extends DescMethod> = Method extends {
  methodKind: 'server_streaming';
}
  ? AsyncIterable<MessageShape<Method['output']>>
  : Promise<MessageShape<Method['output']>>;

/** A function for each method of a service. Streams from the caller are not called. */
export type Client<Service extends DescService> = {
  readonly [Name in keyof Service['method']]: (
    call: OutgoingCall,
    request: MessageInitShape<Service['method'][Name]['input']>,
  ) => Answered<Service['method'][Name]>;
};

/** A client without the types of its messages. */
type AnyClient = Readonly<
  Record<
    string,
    (call: OutgoingCall, request: Request) => Promise<Message> | AsyncIterable<Message>
  >
>;

const callerOf = (
  method: DescMethod,
  definition: MethodDefinition<Message, Message>,
  connection: Connection,
): AnyClient[string] => {
  const { unaryTimeMaxMs, streamTimeMaxMs } = connection.settings;
  switch (method.methodKind) {
    case 'unary': {
      const caller = new MethodCaller(method, definition, connection, unaryTimeMaxMs);
      return callUnary(caller, connection);
    }
    case 'server_streaming': {
      const caller = new MethodCaller(method, definition, connection, streamTimeMaxMs);
      return callServerStreaming(caller, connection);
    }
    default:
      throw new Error(`${method.name}: streams from the caller are not called`);
  }
};

/**
 * A typed client of a service over its callee's connection. Every call has a deadline, at most the
 * caller's; goes through bulkhead and breaker; and is tried again where that is safe. Calls fail
 * with a `DomainError` whose kind is for our own caller: see `callFailureOf`.
 */
export const createClient = <Service extends DescService>(
  descriptor: Service,
  connection: Connection,
): Client<Service> => {
  const definitions = toGrpcServiceDefinition(descriptor);
  const client: AnyClient = Object.fromEntries(
    descriptor.methods.map((method) => [
      method.localName,
      callerOf(
        method,
        definitions[method.localName] as MethodDefinition<Message, Message>,
        connection,
      ),
    ]),
  );
  return client as unknown as Client<Service>;
};
