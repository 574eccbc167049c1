import type { PluginNamed } from '@accounting/kong';
import type { Exchange } from '../exchange';
import type { CompiledPlugin } from './compiled-plugin';
import type { PluginSurroundings } from './plugin-surroundings';
import { type Period, periodNames } from './rate-counters';

type Config = PluginNamed<'rate-limiting'>['config'];

interface Limit {
  readonly period: Period;
  readonly count: number;
  readonly limitHeader: string;
  readonly remainingHeader: string;
}

const limitsOf = (config: Config): readonly Limit[] =>
  periodNames.flatMap((period) => {
    const count = config[period];
    if (count === undefined) return [];
    const shown = period.charAt(0).toUpperCase() + period.slice(1);
    return [
      {
        period,
        count,
        limitHeader: `X-RateLimit-Limit-${shown}`,
        remainingHeader: `X-RateLimit-Remaining-${shown}`,
      },
    ];
  });

/** Whose requests are counted together; the client's address where there is nobody to name. */
const subjectOf = (config: Config): ((exchange: Exchange) => string) => {
  const address = (exchange: Exchange): string => exchange.clientAddress;
  const header = config.header_name?.toLowerCase() ?? '';
  switch (config.limit_by) {
    case 'consumer':
      return (exchange) => exchange.consumer?.id ?? address(exchange);
    case 'credential':
      return (exchange) => exchange.consumer?.credentialKey ?? address(exchange);
    case 'service':
      return (exchange) => exchange.service?.name ?? address(exchange);
    case 'header':
      return (exchange) => exchange.headers.get(header) ?? address(exchange);
    case 'path':
      return (exchange) => (exchange.path === config.path ? exchange.path : address(exchange));
    default:
      return address;
  }
};

interface Standing {
  readonly limit: Limit;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** The limit that is nearest to being reached; of two the one that lasts longer. */
const tightest = (standings: readonly Standing[]): Standing | undefined =>
  standings.reduce<Standing | undefined>(
    (chosen, standing) =>
      chosen === undefined || standing.remaining <= chosen.remaining ? standing : chosen,
    undefined,
  );

const headersOf = (standings: readonly Standing[]): string[] => {
  const chosen = tightest(standings);
  return [
    ...standings.flatMap(({ limit, remaining }) => [
      ...[limit.limitHeader, String(limit.count)],
      ...[limit.remainingHeader, String(remaining)],
    ]),
    ...['RateLimit-Limit', String(chosen?.limit.count ?? 0)],
    ...['RateLimit-Remaining', String(chosen?.remaining ?? 0)],
    ...['RateLimit-Reset', String(chosen?.resetSeconds ?? 1)],
  ];
};

/**
 * Counts requests in windows of the calendar (UTC) and refuses those over a limit. Counted at once,
 * so that a burst is not let through, as Kong with the policy `local` does.
 */
export const rateLimiting = (
  { config, service, route }: PluginNamed<'rate-limiting'>,
  { counters, idOf }: Pick<PluginSurroundings, 'counters' | 'idOf'>,
): CompiledPlugin => {
  const place = `${idOf('route', route)}:${idOf('service', service)}`;
  const limits = limitsOf(config);
  const subject = subjectOf(config);
  return {
    access: (exchange) => {
      const key = `${place}:${subject(exchange)}`;
      const used = limits.map(({ period }) => counters.read(key, period));
      const isOver = limits.some(({ count }, index) => (used[index]?.count ?? 0) >= count);
      if (!isOver) for (const { period } of limits) counters.increment(key, period);
      const standings = limits.map((limit, index) => ({
        limit,
        remaining: Math.max(0, limit.count - (used[index]?.count ?? 0) - (isOver ? 0 : 1)),
        resetSeconds: used[index]?.resetSeconds ?? 1,
      }));
      const headers = config.hide_client_headers ? [] : headersOf(standings);
      if (isOver) {
        const resetSeconds = tightest(standings)?.resetSeconds ?? 1;
        const told = config.hide_client_headers ? [] : ['Retry-After', String(resetSeconds)];
        exchange.fail(config.error_code, config.error_message, [...told, ...headers]);
        return;
      }
      for (let index = 0; index < headers.length; index += 2) {
        exchange.answerHeaders.set(headers[index] as string, headers[index + 1] as string);
      }
    },
  };
};
