import { Uuid } from '@accounting/kernel';
import { derivedId } from '../../src/application/derived-id';

describe('a derived id', () => {
  it('is a UUID of version 8 that follows from its texts', () => {
    const id = derivedId(['company', 'a', 'key']);
    expect(Uuid.parse(id)).toBe(id);
    expect(id).toMatch(/^.{14}8.{4}[89ab]/);
    expect(derivedId(['company', 'a', 'key'])).toBe(id);
  });

  it('tells texts apart wherever they are cut', () => {
    const ids = [['a', 'bc'], ['ab', 'c'], ['abc'], ['a', 'b', 'c']].map(derivedId);
    expect(new Set(ids).size).toBe(4);
  });
});
