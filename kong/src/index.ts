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
