import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from '../check';
import { demand, demandSame } from '../deviation';
import type { CaseOutcome } from '../testbed';
import { limitedPerMinute } from '../token-keys';
import { tokenOf } from '../tokens';
import { scarcePerMinute } from '../variant';
import { demandAnswer, demandPassed, demandRefused } from './demands';

const scarcePath = '/api/v1/notifications';
const megabyte = 1_048_576;

const sized: readonly Check[] = [
  {
    name: 'a body that says to be too long is refused before it is sent (413)',
    run: async (testbed) => {
      const open = testbed.begin({
        method: 'POST',
        path: '/api/v1/payroll',
        token: testbed.personToken(),
        headers: [['Content-Length', String(megabyte + 1)]],
      });
      open.request.flushHeaders();
      const outcome = { answer: await open.readAnswer(), seen: open.seen() };
      open.request.destroy();
      demandRefused(outcome, { status: 413, message: 'Request size limit exceeded' });
    },
  },
  {
    name: 'a body of exactly the limit passes',
    run: async (testbed) => {
      const body = Buffer.alloc(megabyte, 'x');
      const path = '/api/v1/payroll';
      const token = testbed.personToken();
      const seen = demandPassed(await testbed.send({ method: 'POST', path, token, body }));
      demandSame('bytes', seen.bytes, megabyte);
    },
  },
  {
    name: 'a body that does not say how long it is is refused where it passes the limit (413)',
    run: async (testbed) => {
      const body = Buffer.alloc(megabyte + 1, 'x');
      const open = testbed.begin({
        method: 'POST',
        path: '/api/v1/payroll',
        token: testbed.personToken(),
        isChunked: true,
      });
      // The gateway may end the connection before it has read all of it.
      open.request.on('error', () => undefined);
      open.request.write(body.subarray(0, megabyte));
      open.request.end(body.subarray(megabyte));
      demandAnswer({ answer: await open.readAnswer() }, { status: 413 });
      const whole = open.seen().filter(({ hasWholeBody }) => hasWholeBody);
      demandSame('whole bodies at the upstream', whole.length, 0);
    },
  },
  {
    name: 'who asks before sending a body that is too long gets 417',
    run: async (testbed) => {
      const { statuses, seen } = await testbed.sendBytes(
        `POST /api/v1/payroll HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n` +
          `Authorization: Bearer ${testbed.personToken()}\r\nExpect: 100-continue\r\n` +
          `Content-Length: ${megabyte + 1}\r\n\r\n`,
      );
      demandSame('status', statuses[0], 417);
      demandSame('requests upstream', seen.length, 0);
    },
  },
  {
    name: 'who asks before sending a body is told to go on',
    run: async (testbed) => {
      const open = testbed.begin({
        method: 'POST',
        path: '/api/v1/payroll',
        token: testbed.personToken(),
        headers: [
          ['Expect', '100-continue'],
          ['Content-Length', '5'],
        ],
      });
      const isToldToGoOn = new Promise((resolve) => open.request.on('continue', resolve));
      open.request.flushHeaders();
      await isToldToGoOn;
      open.request.end('12345');
      const seen = demandPassed({ answer: await open.readAnswer(), seen: open.seen() });
      demandSame('bytes', seen.bytes, 5);
    },
  },
  {
    name: 'a body that is too long for the public part is refused (413)',
    run: async (testbed) => {
      const body = Buffer.alloc(17 * 1_024, 'x');
      const path = '/api/v1/auth/password-resets';
      demandRefused(await testbed.send({ method: 'POST', path, body }), { status: 413 });
    },
  },
];

/** A minute that ends while requests are counted would count them in two. */
const roomInMinuteMs = 8_000;

const waitForRoom = async (): Promise<void> => {
  const leftMs = 60_000 - (Date.now() % 60_000);
  if (leftMs < roomInMinuteMs) await sleep(leftMs + 50);
};

/** Kong counts after it has answered, so that one or two more may pass. */
const lateness = 2;

/** Repeats a request until it is refused; returns the outcomes of all. */
const untilRefused = async (
  limit: number,
  send: () => Promise<CaseOutcome>,
): Promise<readonly CaseOutcome[]> => {
  const outcomes: CaseOutcome[] = [];
  while (outcomes.length <= limit + lateness) {
    const outcome = await send();
    outcomes.push(outcome);
    if (outcome.answer.status === 429) break;
  }
  return outcomes;
};

const seconds = /^([1-9]|[1-5]\d|60)$/;

const demandLimited = (outcomes: readonly CaseOutcome[], limit: number): void => {
  const last = outcomes.at(-1);
  if (last === undefined) throw new Error('unreachable');
  demandRefused(last, {
    status: 429,
    message: 'API rate limit exceeded',
    headers: {
      'retry-after': seconds,
      'ratelimit-reset': seconds,
      'ratelimit-limit': String(limit),
      'ratelimit-remaining': '0',
      'x-ratelimit-limit-minute': String(limit),
      'x-ratelimit-remaining-minute': '0',
    },
  });
  const passed = outcomes.length - 1;
  const expected = `${limit} to pass (${lateness} more where it is counted late)`;
  demand(passed >= limit && passed <= limit + lateness, expected, passed);
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same token: the last letter of a signature of 64 bytes has four bits that say nothing. */
const rewritten = (token: string): string =>
  token.slice(0, -1) + (alphabet[alphabet.indexOf(token.slice(-1)) + 1] ?? '');

const counted: readonly Check[] = [
  {
    name: 'people are counted each: who called too often gets 429, also with another token',
    run: async (testbed) => {
      await waitForRoom();
      const person = `person-${testbed.personToken().length}-${Date.now()}`;
      const tokenOfThem = (): string =>
        tokenOf(testbed.identities.people[0], { claims: { sub: person } });
      const send = (): Promise<CaseOutcome> =>
        testbed.send({ path: scarcePath, token: tokenOfThem() });
      demandLimited(await untilRefused(scarcePerMinute, send), scarcePerMinute);
      demandPassed(await testbed.send({ path: scarcePath, token: testbed.personToken() }));
    },
  },
  {
    name: 'a token is counted as one, however it is written',
    run: async (testbed) => {
      await waitForRoom();
      const token = testbed.personToken();
      let call = 0;
      const send = (): Promise<CaseOutcome> => {
        call += 1;
        const scheme = call % 2 === 0 ? 'bearer' : 'Bearer';
        const written = call % 3 === 0 ? rewritten(token) : token;
        const authorization = `${scheme}${' '.repeat(call)}${written}`;
        return testbed.send({ path: scarcePath, headers: [['Authorization', authorization]] });
      };
      demandLimited(await untilRefused(scarcePerMinute, send), scarcePerMinute);
    },
  },
  {
    name: 'nobody chooses what they are counted by',
    run: async (testbed) => {
      await waitForRoom();
      const token = testbed.personToken();
      let call = 0;
      const send = (): Promise<CaseOutcome> => {
        call += 1;
        const name = call % 2 === 0 ? 'Limit-Subject' : 'Limit_Subject';
        return testbed.send({ path: scarcePath, token, headers: [[name, String(call)]] });
      };
      demandLimited(await untilRefused(scarcePerMinute, send), scarcePerMinute);
    },
  },
  {
    name: 'what is left of a limit is told with each answer',
    run: async (testbed) => {
      await waitForRoom();
      const token = testbed.personToken();
      demandAnswer(await testbed.send({ path: scarcePath, token }), {
        status: 200,
        headers: {
          'ratelimit-limit': String(scarcePerMinute),
          'ratelimit-remaining': String(scarcePerMinute - 1),
          'ratelimit-reset': seconds,
          'x-ratelimit-limit-hour': /^\d+$/,
          'x-ratelimit-remaining-hour': /^\d+$/,
          'retry-after': undefined,
        },
      });
    },
  },
  {
    name: 'a limit of one service does not count calls of another',
    run: async (testbed) => {
      await waitForRoom();
      const token = testbed.personToken();
      for (let call = 0; call < scarcePerMinute + 1; call += 1) {
        demandPassed(await testbed.send({ path: '/api/v1/tax', token }));
      }
      demandPassed(await testbed.send({ path: scarcePath, token }));
    },
  },
  {
    name: 'a partner is counted as a whole, whatever its tokens',
    run: async (testbed) => {
      await waitForRoom();
      const { rsa, shared } = testbed.identities;
      const send = () => testbed.send({ path: scarcePath, token: tokenOf(rsa) });
      demandLimited(await untilRefused(scarcePerMinute, send), scarcePerMinute);
      demandPassed(await testbed.send({ path: scarcePath, token: tokenOf(shared) }));
    },
  },
  {
    name: 'a partner with limits of its own has those',
    run: async (testbed) => {
      await waitForRoom();
      const { limited } = testbed.identities;
      const send = () => testbed.send({ path: '/api/v1/tax', token: tokenOf(limited) });
      demandLimited(await untilRefused(limitedPerMinute, send), limitedPerMinute);
    },
  },
  {
    name: 'what is refused for its token or its size counts for nothing',
    run: async (testbed) => {
      await waitForRoom();
      const token = testbed.personToken();
      for (let call = 0; call < scarcePerMinute; call += 1) {
        const body = Buffer.alloc(megabyte + 1);
        const large = await testbed.send({ method: 'POST', path: scarcePath, token, body });
        demandRefused(large, { status: 413 });
      }
      demandPassed(await testbed.send({ path: scarcePath, token }));
    },
  },
  {
    name: 'sign-in is counted by address, whatever X-Forwarded-For says',
    run: async (testbed) => {
      await waitForRoom();
      let call = 0;
      const send = () =>
        testbed.send({
          method: 'POST',
          path: '/api/v1/auth/login',
          body: '{}',
          headers: [
            ['X-Forwarded-For', `203.0.113.${(call += 1)}`],
            ['X-Real-IP', `203.0.113.${call}`],
          ],
        });
      const outcomes = await untilRefused(10, send);
      demandAnswer(outcomes.at(-1) as CaseOutcome, { status: 429 });
      // Another path has its own count.
      const path = '/api/v1/auth/login/second-factor';
      demandPassed(await testbed.send({ method: 'POST', path, body: '{}' }));
    },
  },
];

/** How much and how often. */
export const limitChecks: readonly Check[] = [...sized, ...counted];
