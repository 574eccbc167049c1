import { DomainError } from '@accounting/kernel';
import { z } from 'zod';
import { parseInput } from '../src';

const schema = z.strictObject({ year: z.coerce.number().int(), names: z.array(z.string()) });

const refusalOf = (input: unknown): DomainError => {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
};

describe('input that comes by another way than a route', () => {
  it('becomes what its schema makes of it', () => {
    expect(parseInput(schema, { year: '2026', names: ['a'] })).toEqual({
      year: 2026,
      names: ['a'],
    });
  });

  it('is refused with every mistake and its field', () => {
    const { code, kind, violations } = refusalOf({ year: 2026.5, names: ['a', 1], extra: true });

    expect({ code, kind }).toEqual({ code: 'host.invalid_request', kind: 'invalid_argument' });
    expect(violations.map(({ field }) => field).sort()).toEqual(['extra', 'names[1]', 'year']);
  });

  it('is named as a whole when the whole is the mistake', () => {
    expect(refusalOf('text').violations[0]?.field).toBe('request');
  });
});
