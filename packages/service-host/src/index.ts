export type { Answer, IdempotencyToken, RequestContext } from './context';
export { defineService } from './definition';
export type {
  BackgroundJob,
  BuiltService,
  Host,
  RefillReadModels,
  ServiceDefinition,
} from './definition';
export { configurationTable, type Environment } from './configuration/configuration';
export {
  boolean,
  durationMs,
  integer,
  oneOf,
  port,
  secret,
  text,
  url,
} from './configuration/parsers';
export { ConfigurationError, type SettingRelation } from './configuration/read-settings';
export { Secret } from './configuration/secret';
export type { Setting, SettingParser, Settings, SettingsOf } from './configuration/settings';
export { errors as hostErrors } from './errors';
export { grpcService } from './grpc/grpc-service';
export type { GrpcHandler, GrpcMethod, GrpcService } from './grpc/grpc-service';
export { serviceMigrations, type Storage } from './lifecycle/storage';
export { openApiDocument } from './openapi/document';
export { parseInput } from './parse-input';
export { route, streamRoute } from './route';
export type { HttpMethod, JsonRoute, Route, StreamRoute, StreamedBody } from './route';
export { rebuildReadModels, type RebuildOptions } from './rebuild/rebuild-read-models';
export { runService } from './run-service';
export type { Overrides, RunningService, StartOptions } from './start-options';
export { startService } from './start-service';
