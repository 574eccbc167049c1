import { setTimeout as sleep } from 'node:timers/promises';
import { toGrpcServiceDefinition, toReflectionPackage } from '@accounting/contracts';
import { invariant, reject } from '@accounting/kernel';
import type { DescMethod, DescService, Message } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import {
  Server,
  ServerCredentials,
  logVerbosity,
  setLogVerbosity,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation, service as healthService } from 'grpc-health-check';
import { errors } from '../errors';
import { InFlight } from '../lifecycle/in-flight';
import type { AbortableWork, GrpcPolicy } from './grpc-policy';
import type { GrpcService } from './grpc-service';
import { hideFromGateway } from './machine-services';
import { streamingHandler, unaryHandler, type AnyGrpcMethod } from './method-handlers';
import { withUnreadableRequests } from './unreadable-request';

export interface GrpcServerOptions {
  readonly services: readonly GrpcService<DescService>[];
  readonly policy: Omit<GrpcPolicy, 'inFlight'>;
  readonly host: string;
  readonly port: number;
  readonly messageBytesMax: number;
}

/**
 * A client asks the name service again when a connection ends, and finds replicas that were added.
 * Calls in flight finish.
 */
const connectionAgeMaxMs = 300_000;

/** A gRPC server that listens. */
export interface GrpcServer {
  /** `host:port` */
  readonly address: string;
  /** What the standard health service answers, for the server and for each of its services. */
  setServing(isServing: boolean): void;
  /** Takes no new call, waits for those in flight, and cancels what is left after the time. */
  drain(timeoutMs: number): Promise<void>;
}

const permissionPattern = /^[a-z][a-z-]*:[a-z][a-z-]*$/;

type Handler = handleUnaryCall<Message, Message> | handleServerStreamingCall<Message, Message>;

const handlerOf = (method: DescMethod, declared: AnyGrpcMethod, policy: GrpcPolicy): Handler => {
  switch (method.methodKind) {
    case 'unary':
      return unaryHandler(method, declared, policy);
    case 'server_streaming':
      return streamingHandler(method, declared, policy);
    default:
      throw new Error(`${method.name}: streams from the caller are not served`);
  }
};

const onlyReads = ({ idempotency }: DescMethod): boolean =>
  idempotency === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS;

const implementationOf = (
  service: GrpcService<DescService>,
  policy: GrpcPolicy,
): UntypedServiceImplementation => {
  const declaredMethods = service.methods as Readonly<Record<string, AnyGrpcMethod | undefined>>;
  return Object.fromEntries(
    service.descriptor.methods.map((method) => {
      const declared = declaredMethods[method.localName];
      const name = `${service.descriptor.typeName}/${method.name}`;
      invariant(declared !== undefined, `${name} has an implementation`);
      invariant(permissionPattern.test(declared.permission), `${name} declares a permission`);
      // Callers repeat what changes something under its key, so that key has to be looked at.
      invariant(
        onlyReads(method) || declared.idempotent === true,
        `${name} changes something and is idempotent`,
      );
      return [method.localName, handlerOf(method, declared, policy)];
    }),
  );
};

/**
 * What reflection tells of: our services and the standard health service, each by the files that
 * describe it. Those of the health service come with any of its messages.
 */
const reflectionOf = (descriptors: readonly DescService[]): ReflectionService =>
  new ReflectionService({
    ...toReflectionPackage(descriptors),
    ...Object.fromEntries(
      Object.values(healthService).map(({ path, requestType }) => [path, requestType]),
    ),
  });

const bind = (server: Server, address: string): Promise<number> =>
  new Promise((resolve, fail) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else fail(error);
    });
  });

/**
 * What remains of the drain for calls that were told to stop, and for the last bytes of answers.
 */
const lastWordsMs = 100;

/**
 * Health watchers and reflection clients keep calls open for ever, so that grpc-js alone would
 * never be done: it is our own calls that are waited for.
 */
const shutDown = async (
  server: Server,
  inFlight: InFlight<AbortableWork>,
  timeoutMs: number,
): Promise<void> => {
  const isClosed = new Promise<void>((resolve) => {
    server.tryShutdown(() => {
      resolve();
    });
  });
  if (!(await inFlight.empty(timeoutMs))) {
    inFlight.forEach((call) => {
      call.abort(reject(errors.stopping));
    });
  }
  await Promise.race([isClosed, sleep(lastWordsMs)]);
  server.forceShutdown();
};

/**
 * Opens the gRPC port with the services, the standard health service and reflection. Rejects when
 * the port is taken or a method lacks its implementation or permission. Transport security is the
 * mesh's.
 */
export const startGrpcServer = async (options: GrpcServerOptions): Promise<GrpcServer> => {
  // Its own log goes to the console as text; what matters is thrown or answered.
  setLogVerbosity(logVerbosity.NONE);
  const names = new Set(options.services.map(({ descriptor }) => descriptor.typeName));
  const isOwn = (path: string): boolean => names.has(path.split('/')[1] ?? '');
  const server = new Server({
    // Refused by grpc-js, with RESOURCE_EXHAUSTED and both sizes, before any of it is kept.
    'grpc.max_receive_message_length': options.messageBytesMax,
    'grpc.keepalive_permit_without_calls': 1,
    'grpc.max_connection_age_ms': connectionAgeMaxMs,
    interceptors: [hideFromGateway(isOwn, options.policy.isFromGateway)],
  });
  const inFlight = new InFlight<AbortableWork>();
  for (const service of options.services) {
    const implementation = implementationOf(service, { ...options.policy, inFlight });
    const definition = withUnreadableRequests(toGrpcServiceDefinition(service.descriptor));
    server.addService(definition, implementation);
  }
  const health = new HealthImplementation();
  health.addToServer(server);
  const descriptors = options.services.map(({ descriptor }) => descriptor);
  reflectionOf(descriptors).addToServer(server);
  const shownHost = options.host.includes(':') ? `[${options.host}]` : options.host;
  const port = await bind(server, `${shownHost}:${options.port}`);
  return {
    address: `${shownHost}:${port}`,
    setServing: (isServing) => {
      const status = isServing ? 'SERVING' : 'NOT_SERVING';
      for (const name of ['', ...descriptors.map(({ typeName }) => typeName)]) {
        health.setStatus(name, status);
      }
    },
    drain: (timeoutMs) => shutDown(server, inFlight, timeoutMs),
  };
};
