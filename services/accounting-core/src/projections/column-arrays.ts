/**
 * PostgreSQL array literals for columns of many rows. The driver's own serialisation escapes every
 * element by regular expression; here only text that people wrote is escaped, which keeps ten
 * thousand entries a commit affordable.
 */

/** Elements whose grammar has no comma, brace, quote, blank or backslash, and is never `NULL`. */
export const plainArray = (values: readonly (string | number | boolean | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`;

const quote = (value: string): string =>
  /["\\]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`;

/** Text of any content; `null` when no row has any, which spares the database an empty column. */
export const textArray = (values: readonly (string | undefined)[]): string | null =>
  values.every((value) => value === undefined)
    ? null
    : `{${values.map((value) => (value === undefined ? 'NULL' : quote(value))).join(',')}}`;
