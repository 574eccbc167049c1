import type { Plugin, PluginName, PluginNamed } from '@accounting/kong';
import type { CompiledPlugin } from './compiled-plugin';
import { correlationId } from './correlation-id';
import { cors } from './cors';
import { jwt } from './jwt';
import { preFunction } from './pre-function';
import type { PluginSurroundings } from './plugin-surroundings';
import { rateLimiting } from './rate-limiting';
import { requestSizeLimiting } from './request-size-limiting';
import { requestTermination } from './request-termination';
import { requestTransformer } from './request-transformer';
import { responseTransformer } from './response-transformer';

const nothing = (): CompiledPlugin => ({});

const compilers: {
  readonly [Name in PluginName]: (
    plugin: PluginNamed<Name>,
    surroundings: PluginSurroundings,
  ) => CompiledPlugin;
} = {
  'pre-function': preFunction,
  'correlation-id': correlationId,
  cors,
  jwt: (plugin, { findings }) => jwt(plugin, findings),
  'request-size-limiting': requestSizeLimiting,
  'rate-limiting': rateLimiting,
  'request-transformer': requestTransformer,
  'response-transformer': responseTransformer,
  'request-termination': requestTermination,
  // Every request is measured; gRPC is left to the real gateway.
  prometheus: nothing,
  'grpc-web': nothing,
};

/** Makes a plugin instance ready to run. Throws an `Error` for what this gateway cannot do. */
export const compilePlugin = (plugin: Plugin, surroundings: PluginSurroundings): CompiledPlugin => {
  // The compiler does not see that the name picks the function for this very plugin.
  const compile = compilers[plugin.name] as (
    plugin: Plugin,
    surroundings: PluginSurroundings,
  ) => CompiledPlugin;
  return compile(plugin, surroundings);
};
