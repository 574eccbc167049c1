export type { Answer, IdempotencyToken, RequestContext } from './context';
export { defineService } from './definition';
export type { BackgroundJob, BuiltService, Host, ServiceDefinition } from './definition';
export type { Setting, Settings, SettingsOf } from './configuration/settings';
export { grpcService } from './grpc/grpc-service';
export type { GrpcService } from './grpc/grpc-service';
export type { JsonRoute, Route, StreamRoute, StreamedBody } from './route';
