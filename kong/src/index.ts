export {
  DeclarationError,
  type Consumer,
  type Declaration,
  type JwtSecret,
  type Plugin,
  type PluginName,
  type PluginNamed,
  type Problem,
  type Route,
  type Service,
  type Upstream,
} from './declaration/declaration';
export { pluginInEffect, pluginsInEffect, type PluginScope } from './declaration/plugins-in-effect';
export { readDeclaration } from './declaration/read-declaration';
export { pathMatches } from './declaration/path-matches';
export { checkPolicy } from './policy/check-policy';
export {
  gatewaySecretHeader,
  identityHeadersOfNobody,
  identityHeadersOfToken,
} from './policy/identity-headers';
export {
  correlationIdCheck,
  identityClearing,
  limitSubjectHeader,
  tokenForm,
} from './policy/known-functions';
export { publicRoutes } from './policy/public-routes';
export {
  readCredentials,
  type CredentialKey,
  type GatewayCredentials,
  type PartnerCredentials,
} from './render/credentials';
export {
  renderConfiguration,
  type ConfigurationParts,
  type RenderedConfiguration,
} from './render/render-configuration';
export type { RedisOptions, RenderOptions } from './render/render-options';
export { gatewayFile } from './gateway-file';
export {
  complianceCredentials,
  fileCredentials,
  type CredentialSource,
} from './render/credential-sources';
export {
  followCredentials,
  type FollowEvent,
  type FollowOptions,
  type Follower,
} from './render/follow-credentials';
export { readRendererKey, rendererName, type RendererIdentity } from './render/service-token';
export type { Check } from './conformance/check';
export {
  conformanceChecks,
  openConformance,
  runConformance,
  type CheckResult,
  type Conformance,
  type ConformanceReport,
  type ConformanceRun,
} from './conformance/run-conformance';
export type { ConformanceOptions, Testbed } from './conformance/testbed';
