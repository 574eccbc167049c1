import { isDeepStrictEqual } from 'node:util';
import { parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { DeclarationError, type Declaration, type Problem } from './declaration';
import { fileSchema } from './entity-schemas';
import { flatten } from './flatten';

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');

/** A field that is not in the schema is named by its own path, not by that of what it stands in. */
const problemsOf = (issue: z.core.$ZodIssue): Problem[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathOf([...issue.path, key]),
      message: 'unknown field',
    }));
  }
  return [{ path: pathOf(issue.path), message: issue.message }];
};

const parse = (text: string, version: '1.1' | '1.2'): Document.Parsed =>
  parseDocument(text, { version, merge: false, strict: true, uniqueKeys: true });

/** Aliases are counted in nodes; a declaration of ours has some dozens, an attack millions. */
const maxAliasCount = 1000;

/**
 * Kong's reader follows YAML 1.1, where `on` is a truth value, `0100` a power of eight and `<<` a
 * merge. What the two versions read differently is refused, so that nobody has to remember that.
 */
const yamlValue = (text: string): unknown => {
  const current = parse(text, '1.2');
  const [error] = current.errors;
  if (error !== undefined) throw new DeclarationError([{ path: '', message: error.message }]);
  const value: unknown = current.toJS({ maxAliasCount });
  const older = parse(text, '1.1');
  if (older.errors.length > 0 || !isDeepStrictEqual(older.toJS({ maxAliasCount }), value)) {
    const message =
      'has a value that YAML 1.1, which Kong reads, takes for another: put it into quotes ' +
      '(yes, no, on, off, numbers with a leading zero, times, dates)';
    throw new DeclarationError([{ path: '', message }]);
  }
  return value;
};

/** JSON first, as Kong does, and because it is read a hundred times faster than as YAML. */
const valueOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return yamlValue(text);
  }
};

/**
 * Reads a declaration in Kong's format 3.0, YAML or JSON, as strictly as Kong does: unknown fields
 * are refused, defaults filled in, names resolved. Stricter in four points: services and routes
 * have names, a credential has its key, `null` is not taken for "absent", and only the plugins that
 * the local gateway enforces too are known.
 *
 * Throws `DeclarationError` with all mistakes together: first of the text, then of single fields,
 * then of what does not fit together.
 */
export const readDeclaration = (text: string): Declaration => {
  const { data, error } = fileSchema.safeParse(valueOf(text));
  if (error !== undefined) throw new DeclarationError(error.issues.flatMap(problemsOf));
  const { declaration, problems } = flatten(data);
  if (problems.length > 0) throw new DeclarationError(problems);
  return declaration;
};
