import { parseQuery } from '../../src/http/query';

describe('query', () => {
  it('is empty without a question mark', () => {
    expect(parseQuery('/notes')).toEqual({});
  });

  it('is decoded', () => {
    expect(parseQuery('/notes?q=%E1%83%A5%E1%83%98%E1%83%A0%E1%83%90+1&empty=')).toEqual({
      q: 'ქირა 1',
      empty: '',
    });
  });

  it('keeps every value of a name given several times', () => {
    expect(parseQuery('/?a=1&a=2&a=3')).toEqual({ a: ['1', '2', '3'] });
  });

  it('holds __proto__ as a name like any other', () => {
    const query = parseQuery('/?__proto__=x');
    expect(Object.keys(query)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
  });
});
