export { metadataOf, runCommand, type CommandContext } from './commands';
export type {
  Answer,
  IdempotencyToken,
  InternalContext,
  PublicContext,
  RequestContext,
} from './context';
export type {
  CalledService,
  CalledServices,
  CallingContext,
  CallOptions,
  OwnBehalf,
  ServiceClient,
  ClientsOf,
} from './calls/called-services';
export { defineService } from './definition';
export type { BuiltService, Host, RefillReadModels, ServiceDefinition } from './definition';
export { configurationTable, type Environment } from './configuration/configuration';
export { certificates } from './configuration/event-bus-settings';
export {
  boolean,
  durationMs,
  integer,
  oneOf,
  orNone,
  port,
  secret,
  text,
  url,
} from './configuration/parsers';
export { ConfigurationError, type SettingRelation } from './configuration/read-settings';
export { Secret } from './configuration/secret';
export type { Setting, SettingParser, Settings, SettingsOf } from './configuration/settings';
export { errors as hostErrors } from './errors';
/** Schemas of fields that are written the same way in every service. */
export * as fields from './field-schemas';
export { lingerThenClose, mustCloseAfter } from './http/connection';
export { grpcService } from './grpc/grpc-service';
export type { GrpcHandler, GrpcMethod, GrpcService } from './grpc/grpc-service';
export type { HeadersOnBehalfOf } from './identity/identity';
export type { Credential } from './identity/principal';
export type { SeparationOfDuties } from './identity/separation-of-duties';
export {
  createServiceAuthorization,
  serviceAuthorizationHeader,
  type ServiceIdentity,
} from './identity/service-identity';
export type {
  CompanyDuties,
  DutyRule,
  PartnerKeyEntry,
  TrustBundle,
} from './identity/trust-bundle';
export type { OwnTrust, PartnerUse } from './identity/trust-keeper';
export type { BackgroundJob } from './lifecycle/background-job';
export type { Dependency } from './lifecycle/health';
export { serviceMigrations, type Storage } from './lifecycle/storage';
export { openApiDocument } from './openapi/document';
export { parseInput } from './parse-input';
export { internalRoute, publicRoute, route, signedIn, streamRoute } from './route';
export type {
  HttpMethod,
  InternalRoute,
  JsonRoute,
  PublicRoute,
  Route,
  StreamRoute,
  StreamedBody,
} from './route';
export { rebuildReadModels, type RebuildOptions } from './rebuild/rebuild-read-models';
export { runService } from './run-service';
export type { Overrides, RunningService, StartOptions } from './start-options';
export { startService } from './start-service';
