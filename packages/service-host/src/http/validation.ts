import { shownName, type Violation } from '@accounting/kernel';
import type { z } from 'zod';
import { violationCodes } from '../errors';

type Issue = z.core.$ZodIssue;

const named = (path: readonly PropertyKey[], root: string): string => {
  let field = '';
  for (const step of path) {
    if (typeof step === 'number') field += `[${step}]`;
    else field += `${field === '' ? '' : '.'}${shownName(String(step))}`;
  }
  return field === '' ? root : field;
};

const hasCode = (params: unknown): params is { readonly code: string } =>
  typeof params === 'object' &&
  params !== null &&
  'code' in params &&
  typeof params.code === 'string';

const codeOf = (issue: Issue): string => {
  // Schemas differ in what they call it, but what is not there is missing.
  if (issue.input === undefined && issue.code !== 'custom') return violationCodes.missing;
  switch (issue.code) {
    case 'invalid_type':
      return violationCodes.invalidType;
    case 'invalid_format':
      return violationCodes.invalidFormat;
    case 'too_small':
      return violationCodes.tooSmall;
    case 'too_big':
      return violationCodes.tooLarge;
    case 'custom':
      return hasCode(issue.params) ? issue.params.code : violationCodes.invalidValue;
    default:
      return violationCodes.invalidValue;
  }
};

const violationsOfIssue = (issue: Issue, root: string): Violation[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: named([...issue.path, key], root),
      code: violationCodes.unknown,
      message: 'This field is not known here.',
    }));
  }
  const code = codeOf(issue);
  const message = code === violationCodes.missing ? 'This field is required.' : issue.message;
  return [{ field: named(issue.path, root), code, message }];
};

/**
 * Parses one part of a request, adding every mistake to `violations`. `root` names the part when
 * the mistake is the whole of it. A schema may give an issue a code of its own: `{ code: 'custom',
 * params: { code: 'accounting-core.amount_invalid' } }`.
 */
export const parsePart = (
  schema: z.ZodType,
  value: unknown,
  root: string,
  violations: Violation[],
): unknown => {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    // One by one: handed over as arguments, so many unknown fields would overflow the stack.
    for (const violation of violationsOfIssue(issue, root)) violations.push(violation);
  }
  return undefined;
};
