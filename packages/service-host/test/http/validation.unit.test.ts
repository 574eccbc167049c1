import type { Violation } from '@accounting/kernel';
import { z } from 'zod';
import { parsePart } from '../../src/http/validation';

const violationsOf = (schema: z.ZodType, value: unknown): Violation[] => {
  const violations: Violation[] = [];
  expect(parsePart(schema, value, 'body', violations)).toBeUndefined();
  return violations;
};

const codesOf = (schema: z.ZodType, value: unknown): string[] =>
  violationsOf(schema, value).map(({ field, code }) => `${field} ${code}`);

describe('a part of a request', () => {
  it('becomes what its schema makes of it', () => {
    expect(parsePart(z.coerce.number(), '7', 'body', [])).toBe(7);
  });

  it.each([
    ['a text that is missing', z.string(), undefined, 'a host.field_missing'],
    ['a choice that is missing', z.enum(['x', 'y']), undefined, 'a host.field_missing'],
    ['a union that is missing', z.union([z.string(), z.int()]), undefined, 'a host.field_missing'],
    ['another type', z.string(), 7, 'a host.field_type'],
    ['null', z.string(), null, 'a host.field_type'],
    ['a text of another form', z.uuid(), 'x', 'a host.field_format'],
    ['too short a text', z.string().min(2), 'x', 'a host.field_too_small'],
    ['too long a list', z.array(z.int()).max(1), [1, 2], 'a host.field_too_large'],
    ['a word that is no choice', z.enum(['x', 'y']), 'z', 'a host.field_value'],
    ['nothing of a union', z.union([z.string(), z.int()]), true, 'a host.field_value'],
    ['what a rule refuses', z.int().refine((value) => value % 2 === 0), 3, 'a host.field_value'],
  ])('names %s', (_what, schema, value, expected) => {
    expect(codesOf(z.strictObject({ a: schema }), { a: value })).toEqual([expected]);
  });

  it('gives the place as a path through lists and objects', () => {
    const schema = z.strictObject({
      entries: z.array(z.strictObject({ debit: z.string(), tags: z.array(z.string()) })),
    });
    const value = {
      entries: [
        { debit: '1', tags: [] },
        { debit: 1, tags: ['a', 2], extra: 1 },
      ],
    };
    expect(codesOf(schema, value)).toEqual([
      'entries[1].debit host.field_type',
      'entries[1].tags[1] host.field_type',
      'entries[1].extra host.field_unknown',
    ]);
  });

  it('may have any number of mistakes', () => {
    const value = Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [index, 1]));
    const violations = violationsOf(z.strictObject({}), value);
    expect(violations).toHaveLength(300_000);
    expect(violations.at(-1)).toMatchObject({ field: '299999', code: 'host.field_unknown' });
  });

  it('is not named in full where somebody chose a long name', () => {
    const name = 'n'.repeat(3_000_000);
    const shown = `${'n'.repeat(100)}…`;
    const schema = z.strictObject({ texts: z.record(z.string(), z.string()) });
    expect(codesOf(schema, { texts: { [name]: 1 }, [name]: 1 })).toEqual([
      `texts.${shown} host.field_type`,
      `${shown} host.field_unknown`,
    ]);
  });

  it('is named itself when the whole of it is wrong', () => {
    expect(codesOf(z.array(z.string()), {})).toEqual(['body host.field_type']);
    expect(codesOf(z.array(z.int()), ['x'])).toEqual(['[0] host.field_type']);
  });

  it('may be refused with a code of the service', () => {
    const schema = z.string().superRefine((_text, context) => {
      context.addIssue({
        code: 'custom',
        message: 'Three decimals.',
        params: { code: 'notes.amount_invalid' },
      });
    });
    expect(violationsOf(z.strictObject({ debit: schema }), { debit: '1.001' })).toEqual([
      { field: 'debit', code: 'notes.amount_invalid', message: 'Three decimals.' },
    ]);
  });
});
