import { jsonIn, reasonOf } from '../../src/render/failures';

describe('why something failed', () => {
  it.each([
    [new Error('answered 503'), 'answered 503'],
    [
      new Error('fetch failed', { cause: Object.assign(new Error('a'), { code: 'ECONNREFUSED' }) }),
      'fetch failed (ECONNREFUSED)',
    ],
    [new Error('fetch failed', { cause: new Error('hidden') }), 'fetch failed'],
    [
      new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
      'did not answer in time',
    ],
    ['a text', 'failed'],
    [null, 'failed'],
  ])('%s', (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });
});

describe('what is not JSON', () => {
  it('is nothing, and is not quoted', () => {
    expect(jsonIn('{"secret": "a')).toBeUndefined();
    expect(jsonIn('{"a": 1}')).toEqual({ a: 1 });
  });
});
