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
export { correlationIdCheck, identityClearing } from './policy/known-functions';
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
