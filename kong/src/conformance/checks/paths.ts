import { publicRoutes } from '../../policy/public-routes';
import { readDeclaration } from '../../declaration/read-declaration';
import type { Check } from '../check';
import { demand } from '../deviation';
import type { Testbed } from '../testbed';

/** Targets by which somebody might get where they must not. */
const tricks: readonly string[] = [
  '/docs/../internal/v1/trust',
  '/docs/../../internal/v1/trust',
  '/docs/./../internal/v1/trust',
  '/docs/%2e%2e/internal/v1/trust',
  '/docs/%2E%2E/internal/v1/trust',
  '/docs/.%2e/internal/v1/trust',
  '/docs/%2e./internal/v1/trust',
  '/docs/..%2finternal/v1/trust',
  '/docs/..%2Finternal%2Fv1%2Ftrust',
  '/docs/%252e%252e/internal/v1/trust',
  '/docs/..%252finternal/v1/trust',
  '/docs/..%5cinternal/v1/trust',
  '/docs/\\..\\..\\internal/v1/trust',
  '/docs\\..\\internal\\v1\\trust',
  '/docs/..\\internal/v1/trust',
  '/docs/..;/internal/v1/trust',
  '/docs;/../internal/v1/trust',
  '/docs/..%00/internal/v1/trust',
  '/docs/%00/../internal/v1/trust',
  '/docs%00',
  '/docs/..%c0%af..%c0%afinternal/v1/trust',
  '/docs/%e0%80%ae%e0%80%ae/internal/v1/trust',
  '/docs/..%u002finternal/v1/trust',
  '/docs/..%/internal/v1/trust',
  '/docs/%zz/../internal/v1/trust',
  '//docs/../internal/v1/trust',
  '/docs//../internal/v1/trust',
  '/docs/..//internal/v1/trust',
  '//internal/v1/trust',
  '///internal///v1///trust',
  '/./internal/v1/trust',
  '/%2finternal/v1/trust',
  '/internal%2fv1%2ftrust',
  '/INTERNAL/v1/trust',
  '/Internal/V1/Trust',
  '/internal/v1/trust/',
  '/internal;x=1/v1/trust',
  '/api/v1/auth/login/../../../../internal/v1/trust',
  '/api/v1/auth/login/..;/users',
  '/api/v1/auth/login%2f..%2fusers',
  '/api/v1/auth/login/',
  '/api/v1/auth/login%0a',
  '/api/v1/auth/login%20',
  '/api/v1/auth/login;',
  '/api/v1/auth/login%3f',
  '/api/v1/auth/login%23',
  '/api/v1/auth/.well-known/jwks.json/../../users',
  '/api/v1/auth/.well-known/jwksXjson',
  '/api/v1/auth/xwell-known/jwks.json',
  '/api/v1/openapi.json/../accounts',
  '/api/v1/openapi.json%2f..%2faccounts',
  '/api/v1/../../metrics',
  '/api/v1/..%2f..%2fmetrics',
  '/docs/..%2f..%2fmetrics',
  '/docs/../metrics',
  '/docs/../openapi.json',
  '/docs/../health/ready',
  '/docs/x/../../api/v1/accounts',
  '/docs/%2e%2e/api/v1/accounts',
  '/docs?/../internal/v1/trust',
  '/docs/?x=/../../internal',
  '/docs#/../internal/v1/trust',
  'http://$HOST/internal/v1/trust',
  'http://evil.example/internal/v1/trust',
  'http://evil.example/docs/../internal/v1/trust',
  'http://$HOST/docs/../api/v1/accounts',
  'HTTP://$HOST/docs/%2e%2e/metrics',
  'https://evil.example:443/api/v1/accounts',
  'http://user:word@evil.example/api/v1/accounts',
  'http:/internal/v1/trust',
  'ftp://evil.example/docs',
  '*',
  'docs/../internal',
  '..',
  '/..',
  '/%',
  '/docs/\u00e9/../../internal/v1/trust',
  '/API/V1/ACCOUNTS',
  '/Docs/../api/v1/accounts',
];

const isInPublic = (path: string): boolean =>
  Object.keys(publicRoutes).some((pattern) => new RegExp(`^${pattern.slice(1)}`).test(path));

/** Whether a path is below one that a route names; services look no further than this. */
const isInRoutes = (testbed: Testbed, path: string): boolean =>
  readDeclaration(testbed.declaration).routes.some(({ paths = [] }) =>
    paths.some((each) =>
      each.startsWith('~') ? new RegExp(`^${each.slice(1)}`).test(path) : path.startsWith(each),
    ),
  );

/** What a service might make of a path that still has dots, or what looks alike, in it. */
const climbs = (path: string): boolean =>
  path
    .replace(/%2e/gi, '.')
    .split(/[/\\]/)
    .some((segment) => segment === '..' || segment === '.');

const demandInside = (url: string, isInside: (path: string) => boolean): void => {
  const [path = ''] = url.split('?');
  demand(!climbs(path) && !path.includes('//'), 'a path in its plain form upstream', url);
  demand(isInside(path), 'a path that was meant to be open', url);
};

const request = (target: string, token?: string): string =>
  `GET ${target} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\nConnection: close\r\n` +
  `${token === undefined ? '' : `Authorization: Bearer ${token}\r\n`}\r\n`;

const trick = (target: string): Check => ({
  name: `no way in by ${JSON.stringify(target)}`,
  run: async (testbed) => {
    const open = await testbed.sendBytes(request(target));
    demand(
      open.statuses.every((status) => status < 500),
      'no 5xx',
      open.statuses,
    );
    for (const { url } of open.seen) demandInside(url, isInPublic);
    const signedIn = await testbed.sendBytes(request(target, testbed.personToken()));
    demand(
      signedIn.statuses.every((status) => status < 500),
      'no 5xx',
      signedIn.statuses,
    );
    for (const { url } of signedIn.seen) demandInside(url, (path) => isInRoutes(testbed, path));
  },
});

const hosts: readonly Check[] = [
  {
    name: 'whatever Host says, what needs a token needs it',
    run: async (testbed) => {
      const names = ['evil.example', 'localhost.', 'localhost:1', '127.0.0.1', 'compliance:8006'];
      for (const host of [...names, 'EVIL', '[::1]', 'accounting-core.', '169.254.169.254']) {
        const outcome = await testbed.sendBytes(
          `GET /api/v1/accounts HTTP/1.1\r\nHost: ${host}\r\n$CASE\r\nConnection: close\r\n\r\n`,
        );
        demand([400, 401].includes(outcome.statuses[0] ?? 0), '401 or 400', outcome.statuses);
        demand(outcome.seen.length === 0, 'nothing upstream', outcome.seen.length);
      }
    },
  },
  {
    name: 'Host that is sent twice, or not at all, is refused (400)',
    run: async (testbed) => {
      const token = `Authorization: Bearer ${testbed.personToken()}`;
      for (const lines of ['Host: $HOST\r\nHost: evil.example\r\n', '']) {
        const outcome = await testbed.sendBytes(
          `GET /api/v1/accounts HTTP/1.1\r\n${lines}$CASE\r\n${token}\r\n\r\n`,
        );
        demand(outcome.statuses[0] === 400, '400', outcome.statuses);
        demand(outcome.seen.length === 0, 'nothing upstream', outcome.seen.length);
      }
    },
  },
  {
    name: 'after all that the upstream has seen nothing at /internal, /metrics or /health',
    run: async (testbed) => {
      for (const part of ['/internal', '/metrics', '/health']) {
        const seen = testbed.seenAt(part).map(({ url }) => url);
        // Behind an encoded slash it is a name below /docs, not a path.
        const reached = seen.filter((url) => url.toLowerCase().startsWith(part));
        demand(reached.length === 0, `nothing at ${part}`, reached);
      }
    },
  },
];

/** Ways around the routes. */
export const pathChecks: readonly Check[] = [...tricks.map(trick), ...hosts];
