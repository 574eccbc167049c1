import { inspect } from 'node:util';
import { boolean, durationMs, integer, oneOf, port, secret, text, url } from '../../src';

describe('parser of a whole number', () => {
  const parse = integer({ min: -5, max: 100 });

  it.each([
    ['0', 0],
    ['-5', -5],
    ['100', 100],
    ['007', 7],
  ])('reads %s', (value, expected) => {
    expect(parse(value)).toBe(expected);
  });

  it.each(['', ' ', '1.5', '1e2', 'NaN', 'Infinity', '0x10', '-6', '101', '1 000', '٣', '+3'])(
    'refuses %p and names the bounds',
    (value) => {
      expect(() => parse(value)).toThrow('must be a whole number from -5 to 100');
    },
  );
});

describe('parsers of settings', () => {
  it('take a port up to 65535, and 0 for a free one', () => {
    expect(port('0')).toBe(0);
    expect(port('65535')).toBe(65_535);
    expect(() => port('65536')).toThrow('from 0 to 65535');
  });

  it('take a duration within its bounds', () => {
    expect(durationMs({ min: 1, max: 10 })('10')).toBe(10);
    expect(() => durationMs({ min: 1, max: 10 })('0')).toThrow('from 1 to 10');
  });

  it('take only true and false as a boolean', () => {
    expect([boolean('true'), boolean('false')]).toEqual([true, false]);
    expect(() => boolean('yes')).toThrow('must be "true" or "false"');
  });

  it('take one of a list of words', () => {
    expect(oneOf('red', 'green')('green')).toBe('green');
    expect(() => oneOf('red', 'green')('Green')).toThrow('must be one of red, green');
  });

  it('take text without control characters up to its length', () => {
    expect(text(5)('საბა')).toBe('საბა');
    expect(() => text(3)('1234')).toThrow('1 to 3 characters');
    expect(() => text()('a\u0000b')).toThrow('without control characters');
  });

  it('take a URL of the schemes named only', () => {
    const parse = url('postgresql', 'postgres');
    expect(parse('postgres://host/base')).toBe('postgres://host/base');
    expect(() => parse('http://host')).toThrow('postgresql:// or postgres://');
    expect(() => parse('host:5432')).toThrow('must be a URL');
  });
});

describe('a secret', () => {
  const value = secret(text())('hunter2');

  it('gives its value only when asked for it', () => {
    expect(value.reveal()).toBe('hunter2');
  });

  it('prints as *** in every way of printing', () => {
    expect([String(value), JSON.stringify({ value }), inspect(value)]).toEqual([
      '***',
      '{"value":"***"}',
      '***',
    ]);
  });
});
