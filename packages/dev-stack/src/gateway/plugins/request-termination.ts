import type { PluginNamed } from '@accounting/kong';
import type { CompiledPlugin } from './compiled-plugin';

const standardMessages: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  404: 'Not found',
  405: 'Method not allowed',
  500: 'An unexpected error occurred',
  502: 'Bad gateway',
  503: 'Service unavailable',
};

/** Answers instead of the upstream. */
export const requestTermination = ({
  config,
}: PluginNamed<'request-termination'>): CompiledPlugin => ({
  access: (exchange) => {
    const { status_code: status, body, content_type: contentType, message, trigger } = config;
    const isTriggered =
      trigger === undefined ||
      exchange.headers.has(trigger.toLowerCase()) ||
      new URLSearchParams(exchange.query).has(trigger);
    if (!isTriggered) return;
    if (body === undefined) {
      exchange.fail(status, message ?? standardMessages[status] ?? messageOf(status));
    } else {
      const type = contentType ?? 'application/json; charset=utf-8';
      exchange.answer({ status, body, contentType: type });
    }
  },
});

const messageOf = (status: number): string => `The response status is ${status}`;
