import { reject, rejectAll, type Violation } from '@accounting/kernel';
import type { Request } from 'express';
import type { z } from 'zod';
import type { Answer } from '../context';
import { errors, violationCodes } from '../errors';
import { hasBody, readBody, requireMediaType } from './body';
import type { Exchange } from './exchange';
import { parseJson, type ParsedJson } from './json';
import { publicPrefix } from './public-prefix';
import { parseQuery } from './query';
import { entityTagOf } from './request-headers';
import { parsePart } from './validation';

/** The schemas by which a route reads its requests. */
export interface DeclaredParts {
  readonly parameters?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
}

/** What was read, typed by the schemas, and what it was read from. */
export interface ReadParts {
  readonly parameters: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly rawQuery: string;
  readonly json: ParsedJson;
}

const jsonMediaTypes = ['application/json'];
const noJson: ParsedJson = { value: undefined, canonical: '' };

const isEmptyObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Reads the query when the route or the URL has one; mistakes become violations. */
export const readQuery = (
  schema: z.ZodType | undefined,
  url: string,
  violations: Violation[],
): { readonly rawQuery: string; readonly query: unknown } => {
  const start = url.indexOf('?');
  if (schema === undefined && start === -1) return { rawQuery: '', query: undefined };
  const values = parseQuery(url);
  if (schema !== undefined) {
    const query = parsePart(schema, values, 'query', violations);
    return { rawQuery: JSON.stringify(values), query };
  }
  for (const field of Object.keys(values)) {
    const message = 'This parameter is not known here.';
    violations.push({ field, code: violationCodes.unknown, message });
  }
  return { rawQuery: '', query: undefined };
};

const readBodyOf = async (
  schema: z.ZodType | undefined,
  exchange: Exchange,
  limitBytes: number,
): Promise<ParsedJson> => {
  const { request, response } = exchange;
  if (!hasBody(request)) return noJson;
  requireMediaType(request, jsonMediaTypes);
  const json = parseJson(await readBody(request, response, limitBytes));
  if (schema !== undefined || isEmptyObject(json.value)) return json;
  throw reject(errors.invalidRequest, { field: 'body' }, 'This operation takes no body.');
};

/**
 * Reads path, query and body by their schemas. Fails with kind `invalid_argument` that lists every
 * mistake, those found before included.
 */
export const readParts = async (
  declared: DeclaredParts,
  exchange: Exchange,
  rawParameters: Request['params'],
  {
    bodyLimitBytes,
    violations = [],
  }: { readonly bodyLimitBytes: number; readonly violations?: Violation[] },
): Promise<ReadParts> => {
  const parameters =
    declared.parameters && parsePart(declared.parameters, rawParameters, 'path', violations);
  const { rawQuery, query } = readQuery(declared.query, exchange.request.url ?? '', violations);
  const json = await readBodyOf(declared.body, exchange, bodyLimitBytes);
  const body = declared.body && parsePart(declared.body, json.value, 'body', violations);
  if (violations.length > 0) throw rejectAll(errors.invalidRequest, violations);
  return { parameters, query, body, rawQuery, json };
};

/** What the answer to a route of any sort is made with. */
export interface AnswerShape {
  readonly status?: number;
  location?(body: unknown): string;
}

/** What the headers say of an answer; from it alone, so that a repetition is told the same. */
export const answerHeaders = (declared: AnswerShape, result: Answer<unknown>): string[] => {
  const headers: string[] = [];
  const location = declared.location?.(result.body);
  if (location !== undefined) headers.push('Location', publicPrefix + location);
  if (result.version !== undefined) headers.push('ETag', entityTagOf(result.version));
  if (result.replayed === true) headers.push('Idempotency-Replayed', 'true');
  return headers;
};
