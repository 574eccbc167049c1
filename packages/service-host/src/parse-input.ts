import { rejectAll, type Violation } from '@accounting/kernel';
import type { z } from 'zod';
import { errors } from './errors';
import { parsePart } from './http/validation';

/**
 * Parses what came in by another way than a route, as a route would. Throws a `DomainError` of kind
 * `invalid_argument` that lists every mistake with its field.
 */
export const parseInput = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> => {
  const violations: Violation[] = [];
  const parsed = parsePart(schema, input, 'request', violations);
  if (violations.length > 0) throw rejectAll(errors.invalidRequest, violations);
  // Nothing was reported, so the schema has made its output.
  return parsed as z.output<Schema>;
};
