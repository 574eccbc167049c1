import type { PluginNamed } from '@accounting/kong';
import { messages } from '../answers';
import type { CompiledPlugin } from './compiled-plugin';

const unitBytes = { bytes: 1, kilobytes: 1_024, megabytes: 1_048_576 } as const;

/**
 * Refuses a body that says to be longer than it may. One that does not say how long it is is
 * counted while it passes.
 */
export const requestSizeLimiting = ({
  config,
}: PluginNamed<'request-size-limiting'>): CompiledPlugin => {
  const bytesMax = config.allowed_payload_size * unitBytes[config.size_unit];
  return {
    access: (exchange) => {
      const announced = exchange.headers.get('content-length');
      const { isChunked } = exchange;
      if (announced !== undefined) {
        if (Number(announced) <= bytesMax) return;
        exchange.fail(exchange.expectsContinue ? 417 : 413, messages.tooLarge);
      } else if (config.require_content_length && !isChunked) {
        exchange.fail(411, messages.lengthRequired);
      } else if (isChunked) {
        exchange.bodyBytesMax = bytesMax;
      }
    },
  };
};
