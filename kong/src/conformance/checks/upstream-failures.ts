import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from '../check';
import { demand, demandSame } from '../deviation';
import { firstPart } from '../echo-upstream';
import type { CaseRequest, Testbed } from '../testbed';
import { demandAnswer, demandPassed, demandRefused } from './demands';

const path = '/api/v1/accounts';
const messages = {
  broken: 'An invalid response was received from the upstream server',
  late: 'The upstream server is timing out',
};

/** Sends, and says how often the upstream was asked once nothing more can come. */
const attempts = async (testbed: Testbed, request: CaseRequest) => {
  const open = testbed.begin({ ...request, token: testbed.personToken() });
  open.request.end(request.body);
  const answer = await open.readAnswer();
  await sleep(100);
  return { answer, count: open.seen().length };
};

const failing: readonly Check[] = [
  {
    name: 'a service that is down is answered for with 502',
    run: async (testbed) => {
      for (const method of ['GET', 'POST']) {
        const token = testbed.personToken();
        const body = method === 'POST' ? '{}' : undefined;
        const request = { method, path: '/api/v1/integrations', token };
        const outcome = await testbed.send({ ...request, ...(body !== undefined && { body }) });
        demandRefused(outcome, { status: 502, message: messages.broken });
      }
    },
  },
  {
    name: 'a service that does not answer in time is answered for with 504; GET is asked again',
    run: async (testbed) => {
      const request = { path: '/api/v1/audit', act: 'hang' };
      const { answer, count } = await attempts(testbed, request);
      demandAnswer({ answer }, { status: 504, message: messages.late });
      demandSame('times asked', count, 2);
    },
  },
  {
    name: 'POST to a service that does not answer in time gets 504, and is not sent again',
    run: async (testbed) => {
      const request = { method: 'POST', path: '/api/v1/audit', act: 'hang', body: '{}' };
      const { answer, count } = await attempts(testbed, request);
      demandAnswer({ answer }, { status: 504, message: messages.late });
      demandSame('times asked', count, 1);
    },
  },
  {
    name: 'GET is asked again where the service drops the connection',
    run: async (testbed) => {
      const { answer, count } = await attempts(testbed, { path, act: 'drop-once' });
      demandAnswer({ answer }, { status: 200 });
      demandSame('times asked', count, 2);
    },
  },
  {
    name: 'GET of a service that always drops the connection gets 502 after the second try',
    run: async (testbed) => {
      const { answer, count } = await attempts(testbed, { path, act: 'drop' });
      demandAnswer({ answer }, { status: 502, message: messages.broken });
      demandSame('times asked', count, 2);
    },
  },
  ...['POST', 'PATCH'].map((method): Check => ({
    name: `${method} is never sent again once the service may have seen it (502)`,
    run: async (testbed) => {
      const request = { method, path, act: 'drop', body: '{"amount":"10.10"}' };
      const { answer, count } = await attempts(testbed, request);
      demandAnswer({ answer }, { status: 502, message: messages.broken });
      demandSame('times asked', count, 1);
    },
  })),
  {
    name: 'an error of a service passes as it is, and is not asked for again',
    run: async (testbed) => {
      const token = testbed.personToken();
      const outcome = await testbed.send({ path, token, act: 'unavailable' });
      demandPassed(outcome, 503);
      demandSame('body', outcome.answer.body, 'unavailable');
    },
  },
  ...['half', 'half-chunked'].map((act): Check => ({
    name: `half an answer does not look like a whole one (${act})`,
    run: async (testbed) => {
      const { answer } = await testbed.send({ path, token: testbed.personToken(), act });
      demandAnswer({ answer }, { status: 200 });
      demandSame('whole', answer.isWhole, false);
    },
  })),
];

const bodiless: readonly Check[] = [
  {
    name: '204 and 304 pass without a body, and the connection goes on',
    run: async (testbed) => {
      const authorization = `Authorization: Bearer ${testbed.personToken()}`;
      const line = (act: string): string =>
        `GET ${path} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${authorization}\r\n` +
        `X-Conformance-Act: ${act}\r\n\r\n`;
      const bytes = line('empty') + line('not-modified') + line('echo');
      const { statuses } = await testbed.sendBytes(bytes, 3);
      demandSame('statuses', statuses, [204, 304, 200]);
    },
  },
  {
    name: 'HEAD gets the head of an answer and no body',
    run: async (testbed) => {
      const { text, statuses } = await testbed.sendBytes(
        `HEAD ${path} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\nConnection: close\r\n` +
          `Authorization: Bearer ${testbed.personToken()}\r\n\r\n`,
      );
      demandSame('statuses', statuses, [200]);
      demand(text.endsWith('\r\n\r\n'), 'nothing after the head', text.slice(-40));
    },
  },
  ...['GET', 'DELETE'].map((method): Check => ({
    name: `${method} with a body takes it along`,
    run: async (testbed) => {
      const token = testbed.personToken();
      const seen = demandPassed(await testbed.send({ method, path, token, body: '12345' }));
      demandSame('bytes', seen.bytes, 5);
    },
  })),
];

const streaming: readonly Check[] = [
  {
    name: 'an import reaches the service while the client still sends it',
    run: async (testbed) => {
      const parts = 4;
      const part = Buffer.alloc(256 * 1_024, 'x');
      const open = testbed.begin({
        method: 'POST',
        path: '/api/v1/transactions/import',
        token: testbed.personToken(),
        headers: [['Content-Length', String(parts * part.length)]],
      });
      for (let sent = 1; sent <= parts; sent += 1) {
        open.request.write(part);
        // Each part arrives before the next is sent.
        await testbed.eventually(`part ${sent} of a body to have arrived`, () =>
          open.seen().some(({ bytes }) => bytes > (sent - 1) * part.length),
        );
      }
      open.request.end();
      const answer = await open.readAnswer();
      const seen = demandPassed({ answer, seen: open.seen() });
      demandSame('bytes', seen.bytes, parts * part.length);
    },
  },
  {
    name: 'an answer reaches the client while the service still writes it',
    run: async (testbed) => {
      const open = testbed.begin({ path, token: testbed.personToken(), act: 'trickle' });
      open.request.end();
      const head = await open.head;
      let text = '';
      head.on('data', (chunk: Buffer) => (text += chunk.toString()));
      await testbed.eventually('the first part of an answer', () => text === firstPart);
      open.seen()[0]?.release();
      await testbed.eventually('the last part of an answer', () => text.endsWith('the last part'));
    },
  },
  {
    name: 'a client that goes away while it waits is noticed by the service',
    run: async (testbed) => {
      const open = testbed.begin({ path, token: testbed.personToken(), act: 'hang' });
      open.request.end();
      await testbed.eventually('the request upstream', () => open.seen().length === 1);
      open.request.destroy();
      await testbed.eventually(
        'the upstream to be told',
        () => open.seen()[0]?.wasAborted === true,
      );
    },
  },
  {
    name: 'a client that goes away while it sends is noticed by the service',
    run: async (testbed) => {
      const open = testbed.begin({
        method: 'POST',
        path: '/api/v1/transactions/import',
        token: testbed.personToken(),
        headers: [['Content-Length', '1000000']],
      });
      open.request.write(Buffer.alloc(100_000));
      await testbed.eventually('the request upstream', () => (open.seen()[0]?.bytes ?? 0) > 0);
      open.request.destroy();
      await testbed.eventually(
        'the upstream to be told',
        () => open.seen()[0]?.wasAborted === true,
      );
      demandSame('whole body', open.seen()[0]?.hasWholeBody, false);
    },
  },
  {
    name: 'an answer that comes before the body was read is passed on',
    run: async (testbed) => {
      const open = testbed.begin({
        method: 'POST',
        path: '/api/v1/transactions/import',
        token: testbed.personToken(),
        headers: [['Content-Length', '100000']],
        act: 'early',
      });
      open.request.write(Buffer.alloc(10));
      const head = await open.head;
      demandSame('status', head.statusCode, 200);
      open.request.on('error', () => undefined);
      open.request.end(Buffer.alloc(99_990));
      await open.readAnswer();
    },
  },
];

/** What the client learns when the service fails, and when it takes its time. */
export const upstreamChecks: readonly Check[] = [...failing, ...bodiless, ...streaming];
