import type { Check } from '../check';
import { demand, demandSame } from '../deviation';
import type { Testbed } from '../testbed';

const path = '/api/v1/accounts';

const lineOf = (testbed: Testbed): string => `Authorization: Bearer ${testbed.personToken()}\r\n`;

const hidden = (testbed: Testbed): string =>
  `GET ${path}/smuggled HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${lineOf(testbed)}\r\n`;

const methods: readonly Check[] = [
  {
    name: 'TRACE is refused (405)',
    run: async (testbed) => {
      const { statuses, seen } = await testbed.sendBytes(
        `TRACE ${path} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${lineOf(testbed)}\r\n`,
      );
      demandSame('statuses', statuses, [405]);
      demandSame('requests upstream', seen.length, 0);
    },
  },
  {
    name: 'CONNECT opens no tunnel (4xx)',
    run: async (testbed) => {
      for (const target of ['127.0.0.1:22', path, 'compliance:8006']) {
        const { statuses, seen } = await testbed.sendBytes(
          `CONNECT ${target} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${lineOf(testbed)}\r\n`,
        );
        const [status = 0] = statuses;
        demand(status >= 400 && status < 500, '4xx', statuses);
        demandSame('requests upstream', seen.length, 0);
      }
    },
  },
  {
    name: 'an offer to upgrade is not taken',
    run: async (testbed) => {
      for (const protocol of ['websocket', 'h2c', 'TLS/1.0']) {
        const { statuses, seen } = await testbed.sendBytes(
          `GET ${path} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${lineOf(testbed)}` +
            `Connection: Upgrade, HTTP2-Settings\r\nUpgrade: ${protocol}\r\n` +
            `HTTP2-Settings: AAA\r\n\r\n`,
        );
        demandSame('statuses', statuses, [200]);
        demand(seen[0]?.headers.upgrade !== 'h2c', 'no upgrade upstream', seen[0]?.headers.upgrade);
      }
    },
  },
];

const pipelined: readonly Check[] = [
  {
    name: 'requests sent in one packet are answered in their order',
    run: async (testbed) => {
      const get = (id: number): string =>
        `GET ${path}/${id} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${lineOf(testbed)}\r\n`;
      const ids = [1, 2, 3, 4, 5];
      const { text, statuses } = await testbed.sendBytes(ids.map(get).join(''), ids.length);
      demandSame('statuses', statuses, [200, 200, 200, 200, 200]);
      const order = [...text.matchAll(/"url":"[^"]*\/(\d)"/g)].map(([, id]) => Number(id));
      demandSame('order', order, ids);
    },
  },
  {
    name: 'one that is refused among others in one packet keeps its place',
    run: async (testbed) => {
      const get = (line: string): string =>
        `GET ${path} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${line}\r\n`;
      const token = lineOf(testbed);
      const { statuses, seen } = await testbed.sendBytes(
        [token, '', token, ''].map(get).join(''),
        4,
      );
      demandSame('statuses', statuses, [200, 401, 200, 401]);
      demandSame('requests upstream', seen.length, 2);
    },
  },
  {
    name: 'a body that is refused behind another request is answered, and nothing after it is read',
    run: async (testbed) => {
      const token = lineOf(testbed);
      const first = `GET ${path} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${token}\r\n`;
      const large =
        `POST /api/v1/payroll HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${token}` +
        `Content-Length: 2000000\r\n\r\n`;
      const { statuses, seen } = await testbed.sendBytes(first + large + hidden(testbed), 2);
      demandSame('statuses', statuses, [200, 413]);
      demandSame('requests upstream', seen.length, 1);
    },
  },
  {
    name: 'a small body that is refused does not become the next request',
    run: async (testbed) => {
      const inner = hidden(testbed);
      const bytes =
        `POST ${path} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n` +
        `Content-Length: ${Buffer.byteLength(inner)}\r\n\r\n`;
      // Lengths hold before $CASE and $HOST are filled in, so that they are filled in here.
      const { statuses, seen } = await testbed.sendBytes(
        bytes + 'x'.repeat(Buffer.byteLength(inner)) + hidden(testbed),
        2,
      );
      demandSame('first status', statuses[0], 401);
      const smuggled = seen.filter(({ url }) => url.endsWith('/smuggled'));
      demand(smuggled.length <= 1, 'what stands behind the body only', smuggled.length);
      demandSame('answers', statuses.length, 1 + smuggled.length);
    },
  },
  {
    name: 'a request of HTTP/1.0 is answered, and its connection ended',
    run: async (testbed) => {
      const { statuses, isClosed } = await testbed.sendBytes(
        `GET ${path} HTTP/1.0\r\nHost: $HOST\r\n$CASE\r\n${lineOf(testbed)}\r\n`,
      );
      demandSame('statuses', statuses, [200]);
      demand(isClosed, 'the connection to be ended', 'an open one');
    },
  },
  {
    name: 'extensions of chunks are no content',
    run: async (testbed) => {
      const { statuses, seen } = await testbed.sendBytes(
        `POST ${path} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${lineOf(testbed)}` +
          `Transfer-Encoding: chunked\r\n\r\n5;name=value\r\n12345\r\n0;last\r\n\r\n`,
      );
      demandSame('statuses', statuses, [200]);
      demandSame('bytes', seen[0]?.bytes, 5);
    },
  },
];

/** Methods of connections, and several requests on one. */
export const connectionChecks: readonly Check[] = [...methods, ...pipelined];
