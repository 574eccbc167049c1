import type { PluginNamed } from '@accounting/kong';
import type { CompiledPlugin } from './compiled-plugin';
import { transformHeaders } from './transformed-headers';

/** Changes the headers of answers. */
export const responseTransformer = ({
  config,
}: PluginNamed<'response-transformer'>): CompiledPlugin => {
  const transform = transformHeaders(config);
  return {
    headerFilter: (_exchange, headers) => {
      transform(headers);
    },
  };
};
