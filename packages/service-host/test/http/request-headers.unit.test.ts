import type { Violation } from '@accounting/kernel';
import {
  correlationIdFrom,
  entityTagOf,
  expectedVersionFrom,
  idempotencyKeyFrom,
  reportRepeatedHeaders,
  requestHashOf,
} from '../../src/http/request-headers';

const violationsOf = (read: (violations: Violation[]) => unknown): Violation[] => {
  const violations: Violation[] = [];
  expect(read(violations)).toBeUndefined();
  return violations;
};

describe('correlation id', () => {
  it.each(['a', 'order-7_1:x.y', 'x'.repeat(128)])('is taken when it is safe: %s', (id) => {
    expect(correlationIdFrom(id)).toBe(id);
  });

  it.each([undefined, '', 'a b', 'x'.repeat(129), 'a\nb', '"', ['a', 'b']])(
    'is made when the one sent is %p',
    (id) => {
      expect(correlationIdFrom(id)).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('Idempotency-Key', () => {
  it.each(['1', 'order 7 (second try)', 'x'.repeat(255)])('is taken: %s', (key) => {
    expect(idempotencyKeyFrom(key, [])).toBe(key);
  });

  it.each([
    [undefined, 'host.field_missing'],
    ['', 'host.field_format'],
    ['x'.repeat(256), 'host.field_format'],
    ['გასაღები', 'host.field_format'],
    [['a', 'b'], 'host.field_format'],
  ])('is a violation when it is %p', (key, code) => {
    const violations = violationsOf((found) => idempotencyKeyFrom(key, found));
    expect(violations).toEqual([
      { field: 'Idempotency-Key', code, message: expect.stringContaining('1 to 255') as string },
    ]);
  });
});

describe('If-Match', () => {
  it('names the version that an ETag was made of', () => {
    expect(expectedVersionFrom(entityTagOf(3), [])).toBe(3);
    expect(entityTagOf(3)).toBe('"3"');
  });

  it.each(['3', '*', 'W/"3"', '"3", "4"', '"-1"', '"x"', '""', '"1e3"'])(
    'is a violation when it is %p',
    (value) => {
      const violations = violationsOf((found) => expectedVersionFrom(value, found));
      expect(violations.map(({ field }) => field)).toEqual(['If-Match']);
    },
  );
});

describe('headers that are read once', () => {
  it('may not be sent twice, in whatever letters', () => {
    const sent = ['idempotency-key', 'a', 'X', '1', 'Idempotency-Key', 'b', 'x', '2', 'HOST', 'a'];
    const violations = violationsOf((found) => reportRepeatedHeaders(sent, found));
    expect(violations).toEqual([
      { field: 'Idempotency-Key', code: 'host.field_format', message: 'Send this header once.' },
    ]);
  });

  it('are told apart from values that look like them', () => {
    const sent = ['X', 'Authorization', 'Authorization', 'a', 'Content-Type', 'Content-Type'];
    expect(violationsOf((found) => reportRepeatedHeaders(sent, found))).toEqual([]);
  });
});

describe('request hash', () => {
  it('is SHA-256 in hexadecimal and the same for the same parts', () => {
    expect(requestHashOf(['post', '/notes'])).toMatch(/^[0-9a-f]{64}$/);
    expect(requestHashOf(['post', '/notes'])).toBe(requestHashOf(['post', '/notes']));
  });

  it('differs when the parts are divided differently', () => {
    expect(requestHashOf(['ab', 'c'])).not.toBe(requestHashOf(['a', 'bc']));
    expect(requestHashOf(['a'])).not.toBe(requestHashOf(['a', '']));
  });
});
