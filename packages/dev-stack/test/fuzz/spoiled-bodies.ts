import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

/** A body, and what its headers say of it. */
export interface SentBody {
  readonly type?: string;
  readonly encoding?: string;
  /** Sent in chunks, without its length. */
  readonly isChunked?: boolean;
  readonly content: Buffer;
}

type Spoil = (body: SentBody) => SentBody;

const ofType =
  (type: string): Spoil =>
  (body) => ({ ...body, type });

const encoded =
  (encoding: string, compress: (content: Buffer) => Buffer): Spoil =>
  (body) => ({ ...body, encoding, content: compress(body.content) });

const replaced =
  (change: (content: Buffer) => Uint8Array | string): Spoil =>
  (body) => ({ ...body, content: Buffer.from(change(body.content) as Buffer) });

const inTheMiddle =
  (bytes: Buffer): Spoil =>
  (body) => {
    const middle = Math.floor(body.content.length / 2);
    const parts = [body.content.subarray(0, middle), bytes, body.content.subarray(middle)];
    return { ...body, content: Buffer.concat(parts) };
  };

/** What can be wrong with a body besides the values in it, each by its name. */
export const spoilings: Readonly<Record<string, Spoil>> = {
  'no type': ({ type: _, ...body }) => body,
  'plain text': ofType('text/plain'),
  'a form': ofType('application/x-www-form-urlencoded'),
  'a multipart form without boundary': ofType('multipart/form-data'),
  'no media type': ofType('json'),
  'another charset': (body) => ({ ...body, type: `${body.type ?? ''}; charset=utf-16` }),
  'a torn parameter': (body) => ({ ...body, type: `${body.type ?? ''}; charset="` }),
  'rows as JSON, or JSON as rows': (body) => ({
    ...body,
    type: body.type === 'application/json' ? 'application/x-ndjson' : 'application/json',
  }),
  nothing: replaced(() => ''),
  'nothing, in chunks': (body) => ({ ...body, isChunked: true, content: Buffer.alloc(0) }),
  chunks: (body) => ({ ...body, isChunked: true }),
  'bytes that are no UTF-8': inTheMiddle(Buffer.from([0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80])),
  'a zero byte': inTheMiddle(Buffer.alloc(1)),
  'a quote': inTheMiddle(Buffer.from('"')),
  'UTF-16': replaced((content) => Buffer.from(`\ufeff${content.toString()}`, 'utf16le')),
  'a byte order mark': replaced((content) => `\ufeff${content.toString()}`),
  gzip: encoded('gzip', gzipSync),
  'gzip that is none': (body) => ({ ...body, encoding: 'gzip' }),
  deflate: encoded('deflate', deflateSync),
  brotli: encoded('br', brotliCompressSync),
  'an unheard-of encoding': (body) => ({ ...body, encoding: 'x-unheard-of' }),
  'half of it': replaced((content) => content.subarray(0, Math.floor(content.length / 2))),
  'something after the end': replaced((content) => `${content.toString()}\n{}]`),
  'many levels': replaced(() => '['.repeat(5_000)),
  'a name twice': replaced(() => '{"name":1,"name":2}'),
  'a prototype': replaced(() => '{"__proto__":{"admin":true},"constructor":{}}'),
  'numbers beyond numbers': replaced(() => '{"version":1e999,"limit":-0}'),
  null: replaced(() => 'null'),
  noise: replaced((content) => content.map((byte, index) => (byte * 31 + index * 7) % 256)),
};
