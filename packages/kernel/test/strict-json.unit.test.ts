import fc from 'fast-check';
import { parseStrictJson, type JsonFault } from '../src/strict-json';

const faultOf = (text: string): JsonFault | undefined => {
  const json = parseStrictJson(text);
  return 'fault' in json ? json.fault : undefined;
};

describe('strict JSON', () => {
  it('is what JSON.parse makes of it', () => {
    const value = fc.jsonValue().filter((made) => !JSON.stringify(made).includes('__proto__'));
    fc.assert(
      fc.property(value, fc.nat(3), (made, spaces) => {
        const text = JSON.stringify(made, null, spaces);
        expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text) as unknown });
      }),
    );
  });

  it('may hold colons, quotes, braces and backslashes in its text', () => {
    const value = { 'a:b': 'c:"d\\', e: ['::{', '\\"}'], 'f"': { 'g\\': ':' } };
    expect(parseStrictJson(JSON.stringify(value))).toEqual({ value });
  });

  it.each(['{"a":1', '', '{a:1}', "{'a':1}", '{"a":1}}', 'NaN', '{"a":01}', '[1,]', '\uFEFF{}'])(
    'is refused when it breaks: %p',
    (text) => {
      expect(faultOf(text)).toMatchObject({ reason: 'malformed' });
    },
  );

  it('says where it breaks and never repeats it', () => {
    expect(faultOf('{"password":"hunter2",}')?.place).toMatch(/^position 22/);
  });

  it.each([
    ['{"amount":"1","amount":"2"}', 'amount'],
    ['{"amount":"1","amount":"1"}', 'amount'],
    ['{"a" : {"b":1, "b" :2}}', 'a.b'],
    ['[{"a":1,"\\u0061":2}]', '[0].a'],
    ['{"entries":[{"d":",:{[","d":""}]}', 'entries[0].d'],
    ['{"entries":[["x"],{"d":1},{"c":"c","d":1,"d":2}]}', 'entries[2].d'],
    ['{"a":{"b":1},"c":{"b":1},"":1,"":2}', ''],
    ['{"__proto__":{"admin":true}}', '__proto__'],
    ['{"a":[0,{"__pro\\u0074o__":1}]}', 'a[1].__proto__'],
  ])('names the member that two readers could understand differently: %s', (text, field) => {
    expect(faultOf(text)).toEqual({ reason: 'ambiguous', field });
  });

  it('may name the same member in different objects', () => {
    expect(faultOf('[{"a":{"a":[{"a":1}]}},{"a":2}]')).toBeUndefined();
  });

  it('is refused beyond 64 levels, however deep it goes', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(faultOf(nested(64))).toBeUndefined();
    expect(faultOf(nested(65))).toEqual({ reason: 'too_deep' });
    expect(faultOf(nested(200_000))).toEqual({ reason: 'too_deep' });
    expect(faultOf(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`)).toEqual({ reason: 'too_deep' });
  });

  const namesFrom = (first: number, count: number): string =>
    Array.from({ length: count }, (_, index) => `"n${first + index}":1`).join();

  it('may have 1,000 different names, each as often as it likes', () => {
    const item = `{${namesFrom(0, 999)}}`;
    expect(faultOf(`{"items":[${Array(20).fill(item).join()}]}`)).toBeUndefined();
  });

  it.each([
    ['in one object', `{${namesFrom(0, 1_001)}}`, undefined],
    ['in one within', `{"a":{"b":[1,{${namesFrom(0, 1_000)}}]}}`, 'a.b[1]'],
    ['in several', `{"x":[{${namesFrom(0, 600)}},{${namesFrom(500, 500)}}]}`, 'x[1]'],
    ['in text that is no JSON', `{"a":{"\\q":1,${namesFrom(0, 1_000)}`, 'a'],
  ])('is refused unread when it has more, naming the object: %s', (_where, text, field) => {
    const parse = jest.spyOn(JSON, 'parse');
    const fault = faultOf(text);
    expect(parse).not.toHaveBeenCalledWith(text);
    parse.mockRestore();
    expect(fault).toEqual({ reason: 'too_many_names', ...(field !== undefined && { field }) });
  });

  it.each([
    [
      'numbers',
      (count: number) =>
        `[${Array(count - 1)
          .fill('1')
          .join()}]`,
    ],
    [
      'lists',
      (count: number) =>
        `[${Array((count - 1) / 3)
          .fill('[1,2]')
          .join()}]`,
    ],
    [
      'members',
      (count: number) =>
        `[${Array((count - 1) / 3)
          .fill('{"a":1,"b":2}')
          .join()}]`,
    ],
  ])('may hold 250,000 values, and is refused unread when it holds more: %s', (_of, holding) => {
    expect(faultOf(holding(250_000))).toBeUndefined();
    expect(faultOf(holding(250_003))).toEqual({ reason: 'too_many_values' });
  });

  it('is refused with the place, of which long names are cut', () => {
    const long = '\u10d0'.repeat(2_000_000);
    const field = `${'ა'.repeat(100)}….b`;
    expect(faultOf(`{"${long}":{"b":1,"b":2}}`)).toEqual({ reason: 'ambiguous', field });
  });

  it('refuses exactly what names a member twice, wherever that is', () => {
    const name = fc.constantFrom('a', 'b', 'c', ':', '"', '{');
    const text = fc.letrec<{ value: string; object: string }>((tie) => ({
      value: fc.oneof(fc.constant('"a:\\"{"'), tie('object'), fc.constant('[1,{"a":[]}]')),
      object: fc
        .array(fc.tuple(name, tie('value')), { maxLength: 3 })
        .map((members) => members.map(([key, inner]) => `${JSON.stringify(key)}:${inner}`).join())
        .map((members) => `{${members}}`),
    })).object;
    fc.assert(
      fc.property(text, (json) => {
        const isRepeated = JSON.stringify(JSON.parse(json)).length !== json.length;
        expect(faultOf(json)?.reason).toBe(isRepeated ? 'ambiguous' : undefined);
      }),
    );
  });
});
