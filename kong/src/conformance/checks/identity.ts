import { identityHeadersOfNobody, identityHeadersOfToken } from '../../policy/identity-headers';
import type { Check } from '../check';
import { demand, demandSame } from '../deviation';
import type { SeenRequest } from '../echo-upstream';
import { tokenOf } from '../tokens';
import { demandPassed } from './demands';

const names = [...identityHeadersOfToken, ...identityHeadersOfNobody];
const forged = 'forged-by-the-client';

/** One name as clients spell it who hope that somebody compares letter by letter. */
const spellings = (name: string): readonly string[] => [
  name,
  name.toLowerCase(),
  name.toUpperCase(),
  name.replace(/(.)(.)/g, (_pair, one: string, other: string) => one.toLowerCase() + other),
  // Another header, which no service reads; only where a gateway takes it for the same.
  name.replaceAll('-', '_'),
];

const demandUnforged = (seen: SeenRequest, name: string): void => {
  const value = seen.headers[name.toLowerCase()];
  demand(!String(value ?? '').includes(forged), `${name} not to be the client’s`, value);
};

const onPublic: Check = {
  name: 'no header of the client says who it is, where no token is needed',
  run: async (testbed) => {
    const headers = names.flatMap((name) =>
      spellings(name).map((spelling) => [spelling, forged] as const),
    );
    for (const path of ['/docs', '/api/v1/auth/.well-known/jwks.json']) {
      const seen = demandPassed(await testbed.send({ path, headers }));
      for (const name of names) demandUnforged(seen, name);
      for (const name of identityHeadersOfToken) {
        demandSame(name, seen.headers[name.toLowerCase()], undefined);
      }
      demandSame('secret', seen.headers['x-gateway-secret'], testbed.gatewaySecret);
    }
  },
};

const withToken = (name: string): Check => ({
  name: `${name} of a client with a token is not believed, however it is spelled`,
  run: async (testbed) => {
    const { elliptic, partnerIds } = testbed.identities;
    const headers = spellings(name).map((spelling) => [spelling, forged] as const);
    const token = tokenOf(elliptic);
    const seen = demandPassed(await testbed.send({ path: '/api/v1/accounts', token, headers }));
    demandUnforged(seen, name);
    const partnerId = partnerIds.get(elliptic.credential.keyId);
    demandSame('X-Consumer-Custom-ID', seen.headers['x-consumer-custom-id'], partnerId);
    demandSame('secret', seen.headers['x-gateway-secret'], testbed.gatewaySecret);
  },
});

const sentMany: Check = {
  name: 'a forged header is not believed behind a hundred others',
  run: async (testbed) => {
    const filling = Array.from({ length: 120 }, (_, index) => [`X-Filling-${index}`, '1'] as const);
    const claims = names.map((name) => [name, forged] as const);
    for (const path of ['/docs', '/api/v1/accounts']) {
      const token = path === '/docs' ? undefined : testbed.personToken();
      const headers = [...filling, ...claims];
      const { answer, seen } = await testbed.send({ path, token, headers });
      demand(answer.status < 500, 'no 5xx', answer.status);
      for (const each of seen) for (const name of names) demandUnforged(each, name);
    }
  },
};

const onOptions: Check = {
  name: 'OPTIONS passes without a token, and says nothing of who asks',
  run: async (testbed) => {
    const headers = names.map((name) => [name, forged] as const);
    const { seen } = await testbed.send({ method: 'OPTIONS', path: '/api/v1/accounts', headers });
    for (const each of seen) for (const name of names) demandUnforged(each, name);
  },
};

const namedInConnection: Check = {
  name: 'Connection that names identity headers forges none (Kong drops those it names)',
  run: async (testbed) => {
    const path = '/api/v1/accounts';
    const headers = [
      ['Connection', `close, ${names.join(', ')}, Authorization, X-Correlation-ID`],
      ...names.map((name) => [name, forged] as const),
    ] as const;
    const { answer, seen } = await testbed.send({ path, token: testbed.personToken(), headers });
    demand(answer.status < 500, 'no 5xx', answer.status);
    for (const each of seen) for (const name of names) demandUnforged(each, name);
  },
};

const forwarding: Check = {
  name: 'where the request came from is told by the gateway',
  run: async (testbed) => {
    const headers = [
      ['X-Forwarded-For', '203.0.113.7'],
      ['X-Forwarded-Proto', 'gopher'],
      ['X-Forwarded-Host', 'evil.example'],
      ['X-Forwarded-Port', '1'],
      ['X-Forwarded-Path', '/evil'],
      ['X-Forwarded-Prefix', '/evil'],
      ['X-Real-IP', '203.0.113.7'],
      ['X-Kong-Request-Id', 'evil'],
    ] as const;
    const path = '/api/v1/accounts?x=1';
    const seen = demandPassed(await testbed.send({ path, token: testbed.personToken(), headers }));
    const told = (name: string): string => String(seen.headers[name] ?? '');
    demand(
      /^203\.0\.113\.7, \S+$/.test(told('x-forwarded-for')),
      'our own address last',
      told('x-forwarded-for'),
    );
    demandSame(
      'X-Forwarded-Proto',
      told('x-forwarded-proto'),
      testbed.gateway.protocol.slice(0, -1),
    );
    demandSame('X-Forwarded-Host', told('x-forwarded-host'), testbed.gateway.hostname);
    demand(
      /^\d+$/.test(told('x-forwarded-port')) && told('x-forwarded-port') !== '1',
      'a port',
      told('x-forwarded-port'),
    );
    demandSame('X-Forwarded-Path', told('x-forwarded-path').split('?')[0], '/api/v1/accounts');
    demandSame('X-Forwarded-Prefix', told('x-forwarded-prefix'), '');
    demand(told('x-real-ip') !== '203.0.113.7', 'the address of the connection', told('x-real-ip'));
    demand(/^[0-9a-f]{32}$/.test(told('x-kong-request-id')), 'an id', told('x-kong-request-id'));
  },
};

/** Nobody is believed who they are but by a token. */
export const identityChecks: readonly Check[] = [
  onPublic,
  ...names.map(withToken),
  sentMany,
  onOptions,
  namedInConnection,
  forwarding,
];
