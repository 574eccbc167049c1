import fc from 'fast-check';
import { censusOf, membersBeforeExcess } from '../src/json-census';

describe('the census of a JSON text', () => {
  it('counts members and values outside of strings', () => {
    const text = '{"a:,[{":[1,"\\":,",{}],"b\\\\":{"c":null}}';
    // The outermost, the list, its three items, the object, null; and the empty object once more.
    expect(censusOf(text)).toEqual({ members: 3, values: 8 });
  });

  it('ends where the text ends, whatever it breaks off in', () => {
    for (const text of ['"', '{"a', '{"a\\', '{"a\\"', '{"a":"\\\\\\"', '}]:,']) {
      expect(() => [censusOf(text), membersBeforeExcess(text, 1)]).not.toThrow();
    }
  });

  it('finds the first member whose name is one too many, however alike the names are', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', '{'), maxLength: 4 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 30 }), fc.nat(5), (names, namesMax) => {
        const text = JSON.stringify(names.map((each) => ({ [each]: 'x":' })));
        const expected = names.findIndex(
          (_, index) => new Set(names.slice(0, index + 1)).size > namesMax,
        );
        expect(membersBeforeExcess(text, namesMax) ?? -1).toBe(expected);
      }),
    );
  });
});
