import { readDeclaration } from '../../declaration/read-declaration';
import type { Check } from '../check';
import { demand, demandSame } from '../deviation';
import type { Testbed } from '../testbed';
import { demandAnswer, demandRefused } from './demands';

const path = '/api/v1/accounts';

const configOf = ({ declaration }: Testbed) => {
  for (const plugin of readDeclaration(declaration).plugins) {
    if (plugin.name === 'cors') return plugin.config;
  }
  throw new Error('the declaration has no plugin cors');
};

const allowedOrigin = (testbed: Testbed): string => configOf(testbed).origins?.[0] ?? '';

const strangers = (testbed: Testbed): readonly string[] => {
  const origin = allowedOrigin(testbed);
  return [
    ...['https://evil.example', 'null', 'http://localhost', `${origin}.evil.example`],
    ...[origin.replace('https:', 'http:'), `${origin}:8443`, `${origin}/`],
    origin.replace('https://', 'https://evil-'),
  ];
};

const preflight = (
  testbed: Testbed,
  origin: string,
  more: readonly (readonly [string, string])[] = [],
) =>
  testbed.send({
    method: 'OPTIONS',
    path,
    headers: [['Origin', origin], ['Access-Control-Request-Method', 'POST'], ...more],
  });

/** What browsers may read of, and send to, which pages' scripts. */
export const corsChecks: readonly Check[] = [
  {
    name: 'a page of ours may read answers',
    run: async (testbed) => {
      const origin = allowedOrigin(testbed);
      const token = testbed.personToken();
      const outcome = await testbed.send({ path, token, headers: [['Origin', origin]] });
      demandAnswer(outcome, {
        status: 200,
        headers: {
          'access-control-allow-origin': origin,
          'access-control-allow-credentials': 'true',
          'access-control-expose-headers': /ETag.*X-Correlation-ID.*Retry-After/,
          vary: /Origin/,
        },
      });
    },
  },
  {
    name: 'a page of ours may read refusals, too',
    run: async (testbed) => {
      const origin = allowedOrigin(testbed);
      demandRefused(await testbed.send({ path, headers: [['Origin', origin]] }), {
        status: 401,
        headers: { 'access-control-allow-origin': origin },
      });
    },
  },
  {
    name: 'no other page may read answers, and the answer is no reason to keep it for one',
    run: async (testbed) => {
      for (const origin of strangers(testbed)) {
        const token = testbed.personToken();
        const outcome = await testbed.send({ path, token, headers: [['Origin', origin]] });
        demandAnswer(outcome, {
          status: 200,
          headers: { 'access-control-allow-origin': undefined, vary: /Origin/ },
        });
      }
    },
  },
  {
    name: 'a preflight needs no token, and the service is not asked',
    run: async (testbed) => {
      const origin = allowedOrigin(testbed);
      const { headers = [], methods, max_age: maxAge } = configOf(testbed);
      const asked = [['Access-Control-Request-Headers', 'authorization, idempotency-key']] as const;
      const outcome = await preflight(testbed, origin, asked);
      demandRefused(outcome, {
        status: 200,
        headers: {
          'access-control-allow-origin': origin,
          'access-control-allow-credentials': 'true',
          'access-control-max-age': String(maxAge),
        },
      });
      const listed = (name: string): Set<string> =>
        new Set((outcome.answer.header(name) ?? '').split(',').map((each) => each.trim()));
      demandSame('headers', [...listed('access-control-allow-headers')], headers);
      demandSame('methods', [...listed('access-control-allow-methods')], methods);
      demandSame('body', outcome.answer.body, '');
    },
  },
  {
    name: 'a preflight that asks for other headers is not told that they are allowed',
    run: async (testbed) => {
      const asked = [['Access-Control-Request-Headers', 'x-evil, x-gateway-secret']] as const;
      const { answer, seen } = await preflight(testbed, allowedOrigin(testbed), asked);
      demandAnswer({ answer }, { status: 200 });
      const allowed = (answer.header('access-control-allow-headers') ?? '').toLowerCase();
      demand(!/x-evil|x-gateway-secret|\*/.test(allowed), 'neither of them', allowed);
      demandSame('requests upstream', seen.length, 0);
    },
  },
  {
    name: 'a preflight of another page allows it nothing',
    run: async (testbed) => {
      for (const origin of strangers(testbed)) {
        demandRefused(await preflight(testbed, origin), {
          status: 200,
          headers: { 'access-control-allow-origin': undefined },
        });
      }
    },
  },
  {
    name: 'a preflight of what takes POST only is answered, too',
    run: async (testbed) => {
      const outcome = await testbed.send({
        method: 'OPTIONS',
        path: '/api/v1/auth/login',
        headers: [
          ['Origin', allowedOrigin(testbed)],
          ['Access-Control-Request-Method', 'POST'],
        ],
      });
      demandRefused(outcome, {
        status: 200,
        headers: { 'access-control-allow-origin': allowedOrigin(testbed) },
      });
    },
  },
];
