import { hash } from 'node:crypto';
import {
  Connection,
  createClient,
  createClientMetrics,
  type OutgoingCall,
} from '@accounting/clients';
import type { DescMethod, DescService } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Identity } from '../identity/identity';
import type { Dependency } from '../lifecycle/health';
import type { CalledServices, CallingContext, CallOptions, ClientsOf } from './called-services';

/** What clients are built with. */
export interface ClientSurroundings {
  /** The name of this service. */
  readonly service: string;
  /** Where the replicas of each called service are, by its name. */
  readonly targets: ReadonlyMap<string, string>;
  readonly identity: Pick<Identity, 'headersOnBehalfOf' | 'headersOnOwnBehalf'>;
  readonly registry: Registry;
  readonly logger: Logger;
}

/** The clients of a service, and how to let go of them. */
export interface OpenedClients<Called extends CalledServices> {
  readonly clients: ClientsOf<Called>;
  /** Without a callee most requests can still be answered. */
  readonly dependencies: readonly Dependency[];
  close(): void;
}

/** The same for each repetition of our caller's request, and different for every method. */
const derivedKey = (service: string, method: DescMethod, key: string): string =>
  hash('sha256', [service, method.parent.typeName, method.name, key].join('\n'), 'base64url');

const idempotencyKeyOf = (
  { service }: ClientSurroundings,
  method: DescMethod,
  context: CallingContext,
  options: CallOptions,
): Pick<OutgoingCall, 'idempotencyKey'> => {
  if (method.idempotency === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS) return {};
  if (options.idempotencyKey !== undefined) return { idempotencyKey: options.idempotencyKey };
  if ('onOwnBehalf' in context || context.idempotency === undefined) return {};
  return { idempotencyKey: derivedKey(service, method, context.idempotency.key) };
};

const outgoingCall = (
  surroundings: ClientSurroundings,
  method: DescMethod,
  context: CallingContext,
  options: CallOptions,
): OutgoingCall => {
  const { identity } = surroundings;
  return {
    signal: context.signal,
    deadlineAtMs: context.deadlineAtMs ?? Infinity,
    metadata:
      'onOwnBehalf' in context
        ? identity.headersOnOwnBehalf(context.correlationId)
        : identity.headersOnBehalfOf(context),
    ...idempotencyKeyOf(surroundings, method, context, options),
  };
};

const clientOf = (
  descriptor: DescService,
  connection: Connection,
  surroundings: ClientSurroundings,
) => {
  const client = createClient(descriptor, connection);
  return Object.fromEntries(
    descriptor.methods.map((method) => [
      method.localName,
      (context: CallingContext, request: Record<string, unknown>, options: CallOptions = {}) =>
        client[method.localName]?.(outgoingCall(surroundings, method, context, options), request),
    ]),
  );
};

/** Makes clients of the services that a definition names, and of no others; connects later. */
export const openClients = <Called extends CalledServices>(
  called: Called,
  surroundings: ClientSurroundings,
): OpenedClients<Called> => {
  const { targets, registry, logger } = surroundings;
  const metrics = createClientMetrics(registry);
  const connections = new Map(
    [...targets].map(([callee, target]) => [
      callee,
      new Connection({ callee, target, metrics, logger }),
    ]),
  );
  const clients = Object.entries(called).map(([name, { service, clients: descriptors }]) => {
    const connection = connections.get(service) as Connection;
    const built = Object.entries(descriptors).map(([clientName, descriptor]) => [
      clientName,
      clientOf(descriptor, connection, surroundings),
    ]);
    return [name, Object.fromEntries(built)] as const;
  });
  return {
    clients: Object.fromEntries(clients) as ClientsOf<Called>,
    dependencies: [...connections].map(([name, connection]) => ({
      name,
      isEssential: false,
      ping: () => connection.ping(),
    })),
    close: () => {
      for (const connection of connections.values()) connection.close();
    },
  };
};
