import type { Declaration, Route } from '../../declaration/declaration';
import { pluginInEffect } from '../../declaration/plugins-in-effect';
import { readDeclaration } from '../../declaration/read-declaration';
import { publicRoutes } from '../../policy/public-routes';
import type { Check } from '../check';
import { demand, demandSame } from '../deviation';
import { demandAnswer, demandPassed, demandRefused } from './demands';

/** A request that a route must take: one for each of its paths. */
interface Sample {
  readonly route: Route;
  readonly path: string;
  readonly method: string;
  readonly isPublic: boolean;
}

/** The path itself, or one below a prefix. */
const samplePath = (path: string): string =>
  path.startsWith('~')
    ? path.slice(1).replace(/\$$/, '').replace('(/.*)?', '/page.html').replaceAll('\\.', '.')
    : `${path}/some-id`;

const samplesOf = (declaration: Declaration): readonly Sample[] =>
  declaration.routes
    .filter(({ service, protocols }) => service !== undefined && protocols.includes('http'))
    .flatMap((route) =>
      (route.paths ?? []).map((path) => ({
        route,
        path: samplePath(path),
        method: route.methods?.[0] ?? 'GET',
        isPublic:
          pluginInEffect(declaration.plugins, 'jwt', {
            service: route.service,
            route: route.name,
          }) === undefined,
      })),
    );

const speaksGrpcUpstream = ({ services }: Declaration, { service }: Route): boolean =>
  services.some(({ name, protocol }) => name === service && protocol.startsWith('grpc'));

const reached = (sample: Sample): Check => ({
  name: `${sample.method} ${sample.path} reaches ${sample.route.service ?? ''} with its query`,
  needsUnaltered: true,
  run: async (testbed) => {
    const query = '?page=2&q=%E1%83%90%20b&empty=';
    const outcome = await testbed.send({
      method: sample.method,
      path: sample.path + query,
      token: sample.isPublic ? undefined : testbed.personToken(),
      ...(sample.method === 'POST' && { body: '{"amount":"10.10"}' }),
    });
    const seen = demandPassed(outcome);
    demandSame('service', seen.service, sample.route.service);
    demandSame('url', seen.url, sample.path + query);
    demandSame('method', seen.method, sample.method);
    demandSame('gateway secret', seen.headers['x-gateway-secret'], testbed.gatewaySecret);
    demandSame('bytes of the body', seen.bytes, sample.method === 'POST' ? 18 : 0);
  },
});

const closed = (sample: Sample): Check => ({
  name: `${sample.method} ${sample.path} needs a token`,
  run: async (testbed) => {
    demandRefused(await testbed.send({ method: sample.method, path: sample.path }), {
      status: 401,
      message: 'Unauthorized',
      headers: { 'www-authenticate': 'Bearer' },
    });
  },
});

const allMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** What is open without a token is what `publicRoutes` says, by every method. */
const openOnly = ({ route, path }: Sample): Check => {
  const declared = route.paths?.find((each) => samplePath(each) === path) ?? '';
  const methods = publicRoutes[declared] ?? [];
  return {
    name: `${path} is open to ${methods.join(' and ') || 'nobody'} without a token`,
    run: async (testbed) => {
      for (const method of allMethods) {
        // Limits of addresses are not what is asked here: one of each is enough.
        const { answer, seen } = await testbed.send({ method, path });
        const isOpen = seen.length > 0;
        const got = `${method} ${isOpen ? 'open' : 'closed'}, ${answer.status}`;
        demand(isOpen === methods.includes(method), `open to ${methods.join()} only`, got);
        if (!isOpen) demand([401, 404].includes(answer.status), '401 or 404', got);
      }
    },
  };
};

const unknownPaths = [
  ...['/', '/api', '/api/v1', '/api/v2/accounts', '/favicon.ico', '/robots.txt', '/status'],
  ...['/internal/v1/trust', '/internal/v1/gateway-credentials', '/internal', '/metrics'],
  ...['/openapi.json', '/health/live', '/health/ready', '/healthz', '/status/ready', '/config'],
  ...['/api/v1/auth/.well-known', '/api/v1/openapi.json/', '/docsx', '/health/'],
  ...['/api/v1/internal/trust', '/accounts', '/tax/openapi.json', '/services'],
];

/** Below a prefix of a service that has no public part: needs a token at least. */
const belowAPrefix = new Set(['/api/v1/auth/.well-known']);

const unknown = (path: string): Check => ({
  name: `${path} leads nowhere${belowAPrefix.has(path) ? ' without a token' : ''}`,
  run: async (testbed) => {
    if (belowAPrefix.has(path)) {
      demandRefused(await testbed.send({ path }), { status: 401 });
      return;
    }
    for (const token of [undefined, testbed.personToken()]) {
      demandRefused(await testbed.send({ path, token }), {
        status: 404,
        message: 'no Route matched with those values',
      });
    }
  },
});

const grpcPath = '/accounting.core.v1.AccountService/GetAccount';

const others: readonly Check[] = [
  {
    name: 'GET /health is answered by the gateway itself',
    run: async (testbed) => {
      const outcome = await testbed.send({ path: '/health' });
      demandRefused(outcome, { status: 200, headers: { 'content-type': /^application\/json/ } });
      demandSame('body', outcome.answer.body, '{"status":"ok"}');
    },
  },
  {
    name: 'POST /health leads nowhere',
    run: async (testbed) =>
      demandRefused(await testbed.send({ method: 'POST', path: '/health' }), { status: 404 }),
  },
  {
    name: 'a method that no route lists leads nowhere (404)',
    run: async (testbed) => {
      for (const method of ['PROPFIND', 'LINK', 'PURGE']) {
        const token = testbed.personToken();
        demandRefused(await testbed.send({ method, path: '/api/v1/accounts', token }), {
          status: 404,
        });
      }
    },
  },
  {
    name: 'GET of a path that takes POST only leads nowhere, or to what needs a token',
    run: async (testbed) => {
      for (const path of ['/api/v1/auth/login', '/api/v1/auth/refresh']) {
        demandRefused(await testbed.send({ path }), { status: [401, 404] });
      }
    },
  },
  {
    name: 'a gRPC path asked by HTTP/1.1 is not proxied (426, 415, 404 or 401)',
    run: async (testbed) => {
      const token = testbed.personToken();
      const outcome = await testbed.send({ method: 'POST', path: grpcPath, token });
      demandRefused(outcome, { status: [426, 415, 404, 401] });
    },
  },
  {
    name: 'gRPC-web needs a token, too',
    run: async (testbed) =>
      demandRefused(await testbed.send({ method: 'POST', path: `/grpc-web${grpcPath}` }), {
        status: 401,
      }),
  },
  {
    name: 'errors come in the format that is asked for',
    run: async (testbed) => {
      for (const type of ['application/json', 'text/html', 'application/xml', 'text/plain']) {
        const outcome = await testbed.send({ path: '/nowhere', headers: [['Accept', type]] });
        demandAnswer(outcome, { status: 404, headers: { 'content-type': new RegExp(`^${type}`) } });
      }
    },
  },
];

/** Each route of a declaration, and what has none. */
export const routeChecks = (text: string): readonly Check[] => {
  const declaration = readDeclaration(text);
  const samples = samplesOf(declaration);
  const isProxiedPlain = ({ route }: Sample): boolean => !speaksGrpcUpstream(declaration, route);
  return [
    ...samples.filter(isProxiedPlain).map(reached),
    ...samples.filter(({ isPublic }) => !isPublic).map(closed),
    ...samples.filter(({ isPublic }) => isPublic).map(openOnly),
    ...unknownPaths.map(unknown),
    ...others,
  ];
};
