import type { Check } from '../check';
import { demand, demandSame } from '../deviation';
import type { CaseRequest, Testbed } from '../testbed';
import { demandAnswer, demandPassed } from './demands';

const path = '/api/v1/accounts';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id that the service saw, which the client must have been told. */
const correlationIdOf = async (testbed: Testbed, headers: CaseRequest['headers'] = []) => {
  const outcome = await testbed.send({ path, token: testbed.personToken(), headers });
  const seen = demandPassed(outcome);
  const id = String(seen.headers['x-correlation-id'] ?? '');
  demandSame('X-Correlation-ID of the answer', outcome.answer.header('x-correlation-id'), id);
  return id;
};

const strangeIds: readonly (readonly [string, string])[] = [
  ['of 129 letters', 'a'.repeat(129)],
  ['of 5,000 letters', 'a'.repeat(5_000)],
  ['with a space', 'one two'],
  ['with a sign of HTML', '<script>'],
  ['with quotes', '"; DROP TABLE'],
  ['with a slash', '../../etc'],
  ['with letters beyond ASCII', '\u00e9\u00e8'],
  ['with percent signs', '%0d%0aSet-Cookie'],
  ['with a comma', 'one,two'],
  ['of nothing', ''],
];

const correlation: readonly Check[] = [
  {
    name: 'a proper X-Correlation-ID is kept',
    run: async (testbed) => {
      for (const id of ['order-7:retry_1.a', 'a'.repeat(128), '7']) {
        demandSame('id', await correlationIdOf(testbed, [['X-Correlation-ID', id]]), id);
      }
    },
  },
  {
    name: 'without one the gateway makes one, each time another',
    run: async (testbed) => {
      const [one, other] = [await correlationIdOf(testbed), await correlationIdOf(testbed)];
      demand(uuid.test(one) && uuid.test(other) && one !== other, 'two UUIDs', [one, other]);
    },
  },
  ...strangeIds.map(([what, id]): Check => ({
    name: `an X-Correlation-ID ${what} is replaced`,
    run: async (testbed) => {
      const got = await correlationIdOf(testbed, [['X-Correlation-ID', id]]);
      demand(uuid.test(got), 'a UUID', got);
    },
  })),
  {
    name: 'two X-Correlation-ID are replaced by one',
    run: async (testbed) => {
      for (const second of ['X-Correlation-ID', 'x-correlation-id', 'X_Correlation_ID']) {
        const outcome = await testbed.send({
          path,
          token: testbed.personToken(),
          headers: [
            ['X-Correlation-ID', 'one'],
            [second, 'two'],
          ],
        });
        const { rawHeaders } = demandPassed(outcome);
        const sent = rawHeaders.filter(
          (name, index) => index % 2 === 0 && /^x[-_]correlation[-_]id$/i.test(name),
        );
        demandSame('number of ids upstream', sent.length, 1);
      }
    },
  },
  {
    name: 'refusals tell their X-Correlation-ID, too',
    run: async (testbed) => {
      const headers = [['X-Correlation-ID', 'mine']] as const;
      demandAnswer(await testbed.send({ path, headers }), {
        status: 401,
        headers: { 'x-correlation-id': 'mine' },
      });
    },
  },
];

const taxHeader = 'x-georgian-tax';

const tax: readonly Check[] = [
  {
    name: 'X-Georgian-Tax is set for tax by the gateway, and a client’s own replaced',
    run: async (testbed) => {
      for (const name of ['X-Georgian-Tax', 'x-georgian-tax', 'X-GEORGIAN-TAX']) {
        const seen = demandPassed(
          await testbed.send({
            path: '/api/v1/tax/declarations',
            token: testbed.personToken(),
            headers: [
              [name, 'mine'],
              [name, 'mine, too'],
            ],
          }),
        );
        demandSame(taxHeader, seen.headers[taxHeader], 'true');
      }
    },
  },
  {
    name: 'X-Georgian-Tax is set for no other service',
    run: async (testbed) => {
      const seen = demandPassed(await testbed.send({ path, token: testbed.personToken() }));
      demandSame(taxHeader, seen.headers[taxHeader], undefined);
    },
  },
];

const security = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

const answers: readonly Check[] = [
  {
    name: 'answers of services have the headers of safety',
    run: async (testbed) =>
      demandAnswer(await testbed.send({ path, token: testbed.personToken() }), {
        status: 200,
        headers: security,
      }),
  },
  {
    name: 'refusals of the gateway have the headers of safety',
    run: async (testbed) => {
      demandAnswer(await testbed.send({ path }), { status: 401, headers: security });
      const down = { path: '/api/v1/integrations', token: testbed.personToken() };
      demandAnswer(await testbed.send(down), { status: 502, headers: security });
    },
  },
  {
    name: 'what a service says itself is not replaced; what is for its neighbour does not pass',
    run: async (testbed) => {
      const outcome = await testbed.send({
        path,
        token: testbed.personToken(),
        act: 'own-headers',
      });
      demandAnswer(outcome, {
        status: 200,
        headers: {
          'x-frame-options': 'SAMEORIGIN',
          'content-security-policy': "default-src 'self'",
          'referrer-policy': 'no-referrer',
          'set-cookie': 'one=1, two=2',
        },
      });
    },
  },
  {
    name: 'each answer says under which id the gateway knows it',
    run: async (testbed) => {
      const outcome = await testbed.send({ path, token: testbed.personToken() });
      const id = outcome.answer.header('x-kong-request-id');
      demand(/^[0-9a-f]{32}$/.test(id ?? ''), 'an id of 32 digits', id);
      demandSame('id upstream', outcome.seen[0]?.headers['x-kong-request-id'], id);
    },
  },
];

/** What is told to services and clients beside the content. */
export const headerChecks: readonly Check[] = [...correlation, ...tax, ...answers];
