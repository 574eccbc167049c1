/**
 * Columns of many rows as one text each, which is how thousands of rows reach PostgreSQL at little
 * cost. The driver's own serialisation escapes every element by regular expression; here only text
 * that people wrote is escaped.
 */

/**
 * An array literal of elements whose grammar has no comma, brace, quote, blank or backslash, and
 * that are never `NULL`: identifiers, numbers, dates.
 */
export const plainArray = (values: readonly (string | number | boolean | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`;

/** An array literal of any text; `null` when no row has any, which spares PostgreSQL a column. */
export const textArray = (values: readonly (string | undefined)[]): string | null =>
  values.every((value) => value === undefined)
    ? null
    : `{${values.map((value) => (value === undefined ? 'NULL' : quote(value))).join(',')}}`;

const quote = (value: string): string =>
  /["\\]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`;

/**
 * Values without a line end, such as what `JSON.stringify` writes, for PostgreSQL to divide with
 * `string_to_table`: nothing is escaped on the way, so it costs the least of all.
 */
export const textLines = (values: readonly string[]): string => values.join('\n');
