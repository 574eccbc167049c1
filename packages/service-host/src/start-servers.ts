import { dirname } from 'node:path';
import type { Clock } from '@accounting/kernel';
import type { Logger } from 'pino';
import type { HostConfiguration } from './configuration/host-settings';
import type { BuiltService } from './definition';
import { startGrpcServer } from './grpc/grpc-server';
import { requireSoundRoutes } from './http/check-routes';
import { startHttpServer } from './http/http-server';
import { documentPages, probePages } from './http/technical-pages';
import type { Identity } from './identity/identity';
import type { Health } from './lifecycle/health';
import type { StopList } from './lifecycle/stop-list';
import type { HostMetrics } from './observability/metrics';
import { openApiDocument } from './openapi/document';
import { createMergedDocument } from './openapi/documented-services';
import { openPort } from './open-port';

/** What both servers are made of. */
export interface ServerParts {
  readonly service: { readonly name: string; readonly description: string };
  readonly configuration: HostConfiguration;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: HostMetrics;
  readonly health: Health;
  readonly identity: Identity;
  readonly stopList: StopList;
  readonly step: <Result>(name: string, work: () => Promise<Result> | Result) => Promise<Result>;
}

/** Beyond the drain itself, for cutting what is left of it. */
const drainSlackMs = 1_000;

const policyOf = ({ configuration, clock, identity }: ServerParts) => ({
  clock,
  ...identity.callers,
  bodyLimitBytes: configuration.BODY_LIMIT_BYTES,
  requestTimeoutMs: configuration.REQUEST_TIMEOUT_MS,
  streamIdleTimeoutMs: configuration.STREAM_IDLE_TIMEOUT_MS,
});

const pagesOf = (built: BuiltService, { service, health, metrics, configuration }: ServerParts) => {
  const document = openApiDocument({ ...service, routes: built.routes });
  const others = configuration.DOCUMENTED_SERVICES;
  const readMerged = others && createMergedDocument({ service: service.name, document }, others);
  return [
    ...probePages(service.name, health, metrics.registry),
    ...documentPages(service.name, JSON.stringify(document), readMerged),
  ];
};

/**
 * Opens gRPC, then HTTP, and declares the service ready. The stop goes the other way: not ready,
 * refusing, HTTP drained, gRPC drained.
 */
export const startServers = async (
  built: BuiltService,
  parts: ServerParts,
): Promise<{ readonly httpUrl: string; readonly grpcAddress: string }> => {
  const { configuration, logger, metrics, health, stopList, step } = parts;
  requireSoundRoutes(built.routes);
  const policy = policyOf(parts);
  const drainMs = configuration.DRAIN_TIMEOUT_MS;
  const grpc = await step('opening the gRPC port', () =>
    openPort('GRPC_PORT', configuration, (place) =>
      startGrpcServer({
        ...place,
        services: built.grpc,
        policy: { ...policy, logger, duration: metrics.grpcDuration },
        messageBytesMax: configuration.BODY_LIMIT_BYTES,
      }),
    ),
  );
  stopList.add('draining gRPC', drainMs + drainSlackMs, () => grpc.drain(drainMs));
  const http = await step('opening the HTTP port', () =>
    openPort('HTTP_PORT', configuration, (place) =>
      startHttpServer({
        ...place,
        routes: built.routes,
        pages: pagesOf(built, parts),
        files: { path: '/docs/assets', folder: dirname(require.resolve('swagger-ui-dist')) },
        policy,
        duration: metrics.httpDuration,
        logger,
        headersTimeoutMs: configuration.HEADERS_TIMEOUT_MS,
        keepAliveTimeoutMs: configuration.KEEP_ALIVE_TIMEOUT_MS,
      }),
    ),
  );
  stopList.add('draining HTTP', drainMs + drainSlackMs, () => http.drain(drainMs));
  stopList.add('refusing new work', configuration.STOP_STEP_TIMEOUT_MS, () => {
    health.phase = 'draining';
    logger.info('draining');
    grpc.setServing(false);
    http.refuse();
  });
  health.phase = 'ready';
  grpc.setServing(true);
  return { httpUrl: http.url, grpcAddress: grpc.address };
};
