import { parseStrictJson, type ErrorDefinition, type JsonFault } from '@accounting/kernel';
import { errors } from './errors';
import type { ImportRow, ParsedRow, RowMistake, RowParser } from './import-row';
import { readLines, type LineFault, type TextLine } from './text-lines';

/** One JSON value a line; blank lines are passed over. */
export async function* readNdjson(
  stream: AsyncIterable<Buffer>,
  parse: RowParser,
): AsyncGenerator<readonly ImportRow[]> {
  for await (const lines of readLines(stream)) {
    yield lines.flatMap((line) => rowOf(line, parse) ?? []);
  }
}

const rowOf = ({ line, text, fault }: TextLine, parse: RowParser): ImportRow | undefined => {
  const source = text.endsWith('\r') ? text.slice(0, -1) : text;
  if (fault !== undefined) return { line, source, parsed: { errors: [unreadable(fault)] } };
  return source.trim() === '' ? undefined : { line, source, parsed: parseLine(source, parse) };
};

const lineDefinitionOf = {
  not_utf8: errors.notUtf8,
  too_long: errors.lineTooLong,
} as const satisfies Record<LineFault, ErrorDefinition>;

const unreadable = (fault: LineFault): RowMistake => {
  const { code, message } = lineDefinitionOf[fault];
  return { field: '', code, message };
};

const parseLine = (source: string, parse: RowParser): ParsedRow => {
  const json = parseStrictJson(source);
  return 'fault' in json ? { errors: [errorOf(json.fault)] } : parse(json.value);
};

const definitionOf = {
  malformed: errors.rowNotJson,
  ambiguous: errors.rowAmbiguous,
  too_deep: errors.rowTooDeep,
  too_many_names: errors.rowTooManyNames,
  too_many_values: errors.rowTooManyValues,
} as const satisfies Record<JsonFault['reason'], ErrorDefinition>;

const errorOf = ({ reason, field = '', place }: JsonFault): RowMistake => {
  const { code, message } = definitionOf[reason];
  return {
    field,
    code,
    message: place === undefined ? message : `${message} It breaks at ${place}.`,
  };
};
