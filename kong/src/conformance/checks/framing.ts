import type { Check } from '../check';
import { demand, demandSame } from '../deviation';
import type { Testbed } from '../testbed';

const path = '/api/v1/accounts';

const lineOf = (testbed: Testbed): string => `Authorization: Bearer ${testbed.personToken()}\r\n`;

/** A request that has everything to be accepted, so that it is seen when it gets through. */
const hidden = (testbed: Testbed): string =>
  `GET ${path}/smuggled HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${lineOf(testbed)}\r\n`;

/** Two readers of these bytes might disagree about where the first request ends. */
interface Ambiguity {
  readonly name: string;
  /** What stands between the request line with its proper headers and the end. */
  readonly bytes: (testbed: Testbed) => string;
}

const post = (testbed: Testbed, headers: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${lineOf(testbed)}${headers}`;

const withHeaders = (name: string, headers: string, body: string): Ambiguity => ({
  name,
  bytes: (testbed) => `${post(testbed, `${headers}\r\n`)}${body}${hidden(testbed)}`,
});

const chunked = 'Transfer-Encoding: chunked\r\n';
const emptyBody = '0\r\n\r\n';

/** Each must end the connection, or count as one request. */
const ambiguities: readonly Ambiguity[] = [
  withHeaders(
    'Content-Length before Transfer-Encoding',
    `Content-Length: 5\r\n${chunked}`,
    emptyBody,
  ),
  withHeaders(
    'Transfer-Encoding before Content-Length',
    `${chunked}Content-Length: 5\r\n`,
    emptyBody,
  ),
  withHeaders('two Content-Length that differ', 'Content-Length: 0\r\nContent-Length: 5\r\n', ''),
  withHeaders(
    'two Content-Length that are the same',
    'Content-Length: 0\r\nContent-Length: 0\r\n',
    '',
  ),
  withHeaders('a list of Content-Length', 'Content-Length: 0, 5\r\n', ''),
  withHeaders('a Content-Length with a sign', 'Content-Length: +0\r\n', ''),
  withHeaders('a negative Content-Length', 'Content-Length: -1\r\n', ''),
  withHeaders('a hexadecimal Content-Length', 'Content-Length: 0x0\r\n', ''),
  withHeaders('a Content-Length with a space in it', 'Content-Length: 0 0\r\n', ''),
  withHeaders('a Content-Length beyond 64 bits', `Content-Length: ${'9'.repeat(30)}\r\n`, ''),
  withHeaders('an empty Content-Length', 'Content-Length: \r\n', ''),
  withHeaders('Transfer-Encoding: chunked twice', chunked + chunked, emptyBody),
  withHeaders('chunked, chunked', 'Transfer-Encoding: chunked, chunked\r\n', emptyBody),
  withHeaders('chunked before identity', 'Transfer-Encoding: chunked, identity\r\n', emptyBody),
  withHeaders('identity', 'Transfer-Encoding: identity\r\nContent-Length: 0\r\n', ''),
  withHeaders('xchunked', 'Transfer-Encoding: xchunked\r\n', emptyBody),
  withHeaders('gzip', 'Transfer-Encoding: gzip\r\n', emptyBody),
  withHeaders('a space before the colon', 'Transfer-Encoding : chunked\r\n', emptyBody),
  withHeaders('a tab before the colon', 'Transfer-Encoding\t: chunked\r\n', emptyBody),
  withHeaders('a vertical tab before chunked', 'Transfer-Encoding: \u000bchunked\r\n', emptyBody),
  withHeaders('quotes around chunked', 'Transfer-Encoding: "chunked"\r\n', emptyBody),
  withHeaders('chunked on a line that goes on', 'Transfer-Encoding:\r\n chunked\r\n', emptyBody),
  withHeaders(
    'a header that goes on',
    'X-One: 1\r\n Content-Length: 5\r\nContent-Length: 0\r\n',
    '',
  ),
  withHeaders('a header that ends in a bare CR', `X-One: 1\rContent-Length: 5\r\n`, ''),
  withHeaders('a null byte in a value', 'X-One: a\u0000b\r\n', ''),
  withHeaders('a null byte in a name', 'X-O\u0000ne: a\r\n', ''),
  withHeaders('a header without a colon', 'X-One\r\n', ''),
  withHeaders('a header without a name', ': value\r\n', ''),
  withHeaders('a space before a header', ' X-One: 1\r\n', ''),
  withHeaders('a negative chunk', chunked, '-1\r\nx\r\n0\r\n\r\n'),
  withHeaders('a chunk beyond 64 bits', chunked, 'FFFFFFFFFFFFFFFFF\r\nx\r\n0\r\n\r\n'),
  withHeaders('a chunk that says 0x', chunked, '0x0\r\n\r\n'),
  withHeaders('a chunk with an underscore', chunked, '0_0\r\n\r\n'),
  withHeaders('a chunk with a space before it', chunked, ' 0\r\n\r\n'),
  withHeaders('a chunk longer than it says', chunked, '1\r\nxx\r\n0\r\n\r\n'),
  withHeaders('a chunk that ends in LF', chunked, '1\r\nx\n0\r\n\r\n'),
  withHeaders('a trailer that is a Content-Length', chunked, '0\r\nContent-Length: 5\r\n\r\n'),
];

/** Where a second request is what the client has plainly sent, both may be answered. */
const plainlyTwo = new Set([
  'a trailer that is a Content-Length',
  'a null byte in a value',
  'a header without a colon',
  'a header without a name',
  'a header that goes on',
  'a space before a header',
  'two Content-Length that are the same',
]);

/** nginx knows no other coding than chunked, and says so with 501. */
const refusals = new Set([400, 401, 411, 413, 431, 494, 501]);

const ambiguous = ({ name, bytes }: Ambiguity): Check => ({
  name: `no second request is hidden behind ${name} (refused by 4xx or 501)`,
  run: async (testbed) => {
    const before = testbed.malformedCount;
    const { statuses, seen, isClosed } = await testbed.sendBytes(bytes(testbed));
    demandSame('malformed requests upstream', testbed.malformedCount - before, 0);
    const smuggled = seen.filter(({ url }) => url.endsWith('/smuggled'));
    if (plainlyTwo.has(name)) {
      const got = statuses.every((status) => status < 500);
      demand(got, 'no 5xx', statuses);
      return;
    }
    demandSame('hidden requests upstream', smuggled.length, 0);
    demand(refusals.has(statuses[0] ?? 0), '4xx or 501', statuses);
    demand(isClosed, 'the connection to be ended', 'an open one');
  },
});

const heads: readonly (readonly [string, string])[] = [
  ['two spaces in the request line', `GET  ${path} HTTP/1.1\r\nHost: $HOST\r\n`],
  ['a tab in the request line', `GET\t${path} HTTP/1.1\r\nHost: $HOST\r\n`],
  ['a space in the path', `GET ${path}/a b HTTP/1.1\r\nHost: $HOST\r\n`],
  ['no version', `GET ${path}\r\nHost: $HOST\r\n`],
  ['HTTP/0.9', `GET ${path} HTTP/0.9\r\nHost: $HOST\r\n`],
  ['HTTP/2.0', `GET ${path} HTTP/2.0\r\nHost: $HOST\r\n`],
  ['HTTP/1.1.1', `GET ${path} HTTP/1.1.1\r\nHost: $HOST\r\n`],
  ['small letters in the version', `GET ${path} http/1.1\r\nHost: $HOST\r\n`],
  ['no method', `${path} HTTP/1.1\r\nHost: $HOST\r\n`],
  ['a method with a sign', `G<T ${path} HTTP/1.1\r\nHost: $HOST\r\n`],
  ['a null byte in the path', `GET ${path}\u0000 HTTP/1.1\r\nHost: $HOST\r\n`],
  ['lines that end in LF', `GET ${path} HTTP/1.1\nHost: $HOST\n`],
  ['the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n'],
  ['the beginning of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
];

const strange: readonly Check[] = heads.map(([name, head]) => ({
  name: `a request with ${name} is no 5xx but HTTP/2’s 505, and nothing passes twice`,
  run: async (testbed) => {
    const bytes = `${head}$CASE\r\nConnection: close\r\n\r\n`;
    const { statuses, seen } = await testbed.sendBytes(bytes);
    demand(
      statuses.every((status) => status < 500 || status === 505),
      'no 5xx',
      statuses,
    );
    // Without a token none passes.
    demandSame('requests upstream', seen.length, 0);
  },
}));

const large: readonly Check[] = [
  {
    name: 'a flood of headers is refused (400, 431 or 494)',
    run: async (testbed) => {
      const flood = Array.from(
        { length: 3_000 },
        (_, index) => `X-${index}: ${'a'.repeat(40)}\r\n`,
      );
      const bytes = `GET ${path} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${lineOf(testbed)}`;
      const { statuses, seen } = await testbed.sendBytes(`${bytes}${flood.join('')}\r\n`);
      demand([400, 431, 494].includes(statuses[0] ?? 400), '4xx', statuses);
      demandSame('requests upstream', seen.length, 0);
    },
  },
  {
    name: 'a header of 40 kB is refused (400, 431 or 494)',
    run: async (testbed) => {
      const bytes = `GET ${path} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n${lineOf(testbed)}`;
      const header = `X-Long: ${'a'.repeat(40_000)}\r\n`;
      const { statuses, seen } = await testbed.sendBytes(`${bytes}${header}\r\n`);
      demand([400, 431, 494].includes(statuses[0] ?? 400), '4xx', statuses);
      demandSame('requests upstream', seen.length, 0);
    },
  },
  {
    name: 'a URI of 20 kB is refused (414)',
    run: async (testbed) => {
      const long = `GET ${path}?${'a'.repeat(20_000)} HTTP/1.1\r\nHost: $HOST\r\n$CASE\r\n`;
      const { statuses, seen } = await testbed.sendBytes(`${long}${lineOf(testbed)}\r\n`);
      demand([414, 400, 431].includes(statuses[0] ?? 0), '414', statuses);
      demandSame('requests upstream', seen.length, 0);
    },
  },
];

/** Where one request ends and the next begins. */
export const framingChecks: readonly Check[] = [
  ...ambiguities.map(ambiguous),
  ...strange,
  ...large,
];
