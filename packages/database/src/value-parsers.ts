import { Instant, invariant } from '@accounting/kernel';
import { types, type CustomTypesConfig } from 'pg';

const { builtins } = types;
const dateArrayOid = 1182;

/** With milliseconds, as most are; PostgreSQL leaves out zeros at the end. */
const whole = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\+00$/;

/** Sessions run in UTC, so the offset is always +00. */
const toInstant = (text: string): Instant => {
  // PostgreSQL knows the calendar; checking it again would take the relay longer than the reading.
  if (whole.test(text)) return `${text.slice(0, 10)}T${text.slice(11, 23)}Z` as Instant;
  const instant = Instant.parse(text.replace(' ', 'T').replace(/\+00$/, 'Z'));
  invariant(instant !== undefined, `"${text}" is a timestamp of a session in UTC`);
  return instant;
};

/** Dates contain nothing that an array would quote. */
const toDates = (text: string): readonly (string | null)[] =>
  text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((date) => (date === 'NULL' ? null : date));

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.DATE, (text) => text],
  [builtins.TIMESTAMPTZ, toInstant],
  [dateArrayOid, toDates],
]);

/**
 * How columns arrive: `date` as the text of an accounting date (a JavaScript Date would move it by
 * the machine's zone), `timestamptz` as an `Instant`, `numeric` and `bigint` as text, `json` and
 * `jsonb` parsed.
 */
export const valueParsers: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    parsers.get(oid) ?? (types.getTypeParser(oid, format) as (text: string) => unknown),
};
