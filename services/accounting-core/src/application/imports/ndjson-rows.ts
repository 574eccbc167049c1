import { reject } from '@accounting/kernel';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { errors } from './errors';
import type { ImportRow, ParsedRow, RowParser } from './import-row';

/** A transaction of 10,000 entries with every field filled is about 6 MiB. */
const lineCharactersMax = 8 * 1024 * 1024;

/** One JSON value a line; blank lines are passed over. */
export async function* readNdjson(stream: Readable, parse: RowParser): AsyncGenerator<ImportRow> {
  let line = 0;
  for await (const source of readLines(stream)) {
    line += 1;
    if (source.trim() === '') continue;
    yield { line, source, parsed: parseLine(source, parse) };
  }
}

const parseLine = (source: string, parse: RowParser): ParsedRow => {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    const { code, message } = errors.rowNotJson;
    return { errors: [{ field: '', code, message: `${message}${placeOf(error)}` }] };
  }
  return parse(value);
};

/** V8 quotes the text in its message; only where it stopped may be repeated. */
const placeOf = (error: unknown): string => {
  const place = error instanceof Error ? /position \d+/.exec(error.message)?.[0] : undefined;
  return place === undefined ? '' : ` It breaks at ${place}.`;
};

/** The lines of a stream, without their ends; a line feed or carriage return and line feed. */
async function* readLines(stream: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    const text = rest + decoder.write(bytes);
    let begin = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      yield withoutCarriageReturn(text.slice(begin, end));
      begin = end + 1;
    }
    rest = text.slice(begin);
    if (rest.length > lineCharactersMax) throw reject(errors.lineTooLong);
  }
  rest += decoder.end();
  if (rest !== '') yield withoutCarriageReturn(rest);
}

const withoutCarriageReturn = (line: string): string =>
  line.endsWith('\r') ? line.slice(0, -1) : line;
