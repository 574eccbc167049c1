/** What accounting-core publishes: gRPC services, events, their JSON types and schemas. */
export * as accountingCoreV1 from './accounting-core-v1';
/** What compliance publishes: events, their JSON types and schemas. */
export * as complianceV1 from './compliance-v1';
/** What tax publishes: events, their JSON types and schemas. */
export * as taxV1 from './tax-v1';
export {
  fromEventHeaders,
  invalidEventHeaders,
  toEventHeaders,
  type EventAttributes,
  type EventHeaders,
} from './event-envelope';
export { toGrpcServiceDefinition } from './grpc-service-definition';
export { readFact } from './read-fact';
export { toReflectionPackage, type ReflectionPackage } from './reflection-package';
