import type { Service } from '@accounting/kong';
import type { Exchange } from '../exchange';

const joined = (folder: string | undefined, path: string): string => {
  if (folder === undefined || folder === '/') return path;
  return folder.replace(/\/$/, '') + path;
};

/** What is left of the path when the route strips the part that it was found by. */
const stripped = (path: string, matchedPath: string): string => {
  const rest = path.slice(matchedPath.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
};

/** The path and query to ask the upstream for. */
export const upstreamPath = (exchange: Exchange, matchedPath: string): string => {
  const { path, query, route, service } = exchange;
  const rest = route?.strip_path === true ? stripped(path, matchedPath) : path;
  return joined(service?.path, rest) + query;
};

const hostOf = ({ protocol, host, port }: Service): string => {
  const isStandard = port === (protocol === 'https' ? 443 : 80);
  return isStandard ? host : `${host}:${port}`;
};

/** Says to the upstream whom the gateway asks for, in Kong's headers. */
export const prepareHeaders = (exchange: Exchange, matchedPath: string): void => {
  const { headers, request, route, service, clientAddress } = exchange;
  const { localPort } = request.socket;
  const host = headers.get('host') ?? '';
  headers.remove('expect');
  if (route?.preserve_host !== true && service !== undefined) headers.set('Host', hostOf(service));
  const forwarded = headers.all('x-forwarded-for');
  headers.set('X-Forwarded-For', [...forwarded, clientAddress].join(', '));
  headers.set('X-Forwarded-Proto', 'http');
  headers.set('X-Forwarded-Host', host.replace(/:\d+$/, ''));
  headers.set('X-Forwarded-Port', String(localPort ?? 80));
  headers.set('X-Forwarded-Path', exchange.path);
  headers.remove('x-forwarded-prefix');
  if (route?.strip_path === true && matchedPath !== '/') {
    headers.set('X-Forwarded-Prefix', matchedPath);
  }
  headers.set('X-Real-IP', clientAddress);
  headers.set('X-Kong-Request-Id', exchange.requestId);
  headers.add('Via', '1.1 kong/3.9.3');
};
