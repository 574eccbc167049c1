import { DomainError } from '@accounting/kernel';
import fc from 'fast-check';
import { parseJson } from '../../src/http/json';

const parse = (text: string) => parseJson(Buffer.from(text));

const refusalOf = (bytes: Buffer | string): string => {
  try {
    parseJson(Buffer.from(bytes as string));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const fields = error.violations.map(({ field, code }) => `${field} ${code}`);
    expect(fields).toEqual([expect.stringContaining(error.code)]);
    return fields.join();
  }
  return 'accepted';
};

describe('JSON body', () => {
  it('is read with its Georgian text', () => {
    expect(parse('{"title":"ქირა","n":[1,true,null]}').value).toEqual({
      title: 'ქირა',
      n: [1, true, null],
    });
  });

  it.each(['{"a":1', '', '{a:1}', "{'a':1}", '{"a":1}}', 'NaN', '{"a":01}', '[1,]'])(
    'is refused when it breaks: %p',
    (text) => {
      expect(refusalOf(text)).toBe('body host.malformed_json');
    },
  );

  it('says where it breaks and never repeats it', () => {
    expect(() => parse('{"password":"hunter2",}')).toThrow(/It breaks at position 22/);
    expect(() => parse('{"password":"hunter2",}')).not.toThrow(/hunter2/);
  });

  it('is refused when it is not UTF-8', () => {
    expect(refusalOf(Buffer.from([0x22, 0xff, 0x22]))).toBe('body host.malformed_json');
  });

  it.each([
    ['{"amount":"1","amount":"2"}', 'amount'],
    ['{"a":{"b":1,"b":1}}', 'a.b'],
    ['{"a":[{"__proto__":{"admin":true}}]}', 'a[0].__proto__'],
  ])('is refused when two readers could understand it differently: %s', (text, field) => {
    expect(refusalOf(text)).toBe(`${field} host.ambiguous_json`);
  });

  it('is refused beyond 64 levels, however deep it goes', () => {
    expect(refusalOf('['.repeat(64) + ']'.repeat(64))).toBe('accepted');
    expect(refusalOf('['.repeat(65) + ']'.repeat(65))).toBe('body host.body_too_deep');
    expect(refusalOf('['.repeat(200_000) + ']'.repeat(200_000))).toBe('body host.body_too_deep');
  });

  it('is refused when it has more names or values than anybody has use for', () => {
    const names = Array.from({ length: 1_001 }, (_, index) => `"${index}":1`).join();
    expect(refusalOf(`{${names}}`)).toBe('body host.body_too_many_names');
    expect(refusalOf(`{"metadata":{${names}}}`)).toBe('metadata host.body_too_many_names');
    expect(refusalOf(`[${'1,'.repeat(250_000)}1]`)).toBe('body host.body_too_many_values');
  });
});

describe('canonical form', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, inner]) => [name, shuffled(inner)]),
    );
  };

  const json = fc
    .jsonValue({ maxDepth: 5 })
    .filter((v) => !JSON.stringify(v).includes('__proto__'));

  it('is the same however members are ordered and spaced', () => {
    fc.assert(
      fc.property(json, (value) => {
        const once = parse(JSON.stringify(value)).canonical;
        expect(parse(JSON.stringify(shuffled(value), null, 2)).canonical).toBe(once);
      }),
    );
  });

  it('differs for different values', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const isSame =
          parse(JSON.stringify(one)).canonical === parse(JSON.stringify(other)).canonical;
        const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
        if (isSame) expect(plain(one)).toEqual(plain(other));
      }),
    );
    expect(parse('["ab"]').canonical).not.toBe(parse('["a","b"]').canonical);
    expect(parse('["1"]').canonical).not.toBe(parse('[1]').canonical);
    expect(parse('{"a":"b"}').canonical).not.toBe(parse('["a","b"]').canonical);
  });

  it('orders many members as it orders few', () => {
    const names = Array.from({ length: 40 }, (_, index) => `m${(index * 7) % 40}`);
    const forward = JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])));
    const backward = JSON.stringify(Object.fromEntries(names.toReversed().map((n) => [n, 1])));
    expect(parse(forward).canonical).toBe(parse(backward).canonical);
  });
});
