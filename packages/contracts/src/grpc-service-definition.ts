import {
  fromBinary,
  toBinary,
  type DescMessage,
  type DescMethod,
  type DescService,
  type Message,
} from '@bufbuild/protobuf';
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';

const serializerOf =
  (schema: DescMessage) =>
  (message: Message): Buffer => {
    const bytes = toBinary(schema, message);
    // A view, not a copy: grpc-js wants a Buffer.
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };

const deserializerOf =
  (schema: DescMessage) =>
  (bytes: Buffer): Message =>
    fromBinary(schema, bytes);

const toMethodDefinition = (method: DescMethod): MethodDefinition<Message, Message> => ({
  path: `/${method.parent.typeName}/${method.name}`,
  originalName: method.name,
  requestStream: method.methodKind === 'client_streaming' || method.methodKind === 'bidi_streaming',
  responseStream:
    method.methodKind === 'server_streaming' || method.methodKind === 'bidi_streaming',
  requestSerialize: serializerOf(method.input),
  requestDeserialize: deserializerOf(method.input),
  responseSerialize: serializerOf(method.output),
  responseDeserialize: deserializerOf(method.output),
});

/**
 * What grpc-js needs to serve or call a service described by protobuf-es: the same object works for
 * `server.addService` and `makeClientConstructor`. Methods are named as in TypeScript
 * (`getAccount`), and on the wire as in the proto file (`/…AccountService/GetAccount`). Bytes that
 * are no such message make the deserialiser throw, which grpc-js answers with INTERNAL.
 */
export const toGrpcServiceDefinition = (service: DescService): ServiceDefinition =>
  Object.fromEntries(
    service.methods.map((method) => [method.localName, toMethodDefinition(method)]),
  );
