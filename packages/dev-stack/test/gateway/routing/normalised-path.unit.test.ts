import fc from 'fast-check';
import { normalisedPath } from '../../../src/gateway/routing/normalised-path';

describe('the normal form of a path', () => {
  it.each([
    ['/', '/'],
    ['/a/b.c/d..e', '/a/b.c/d..e'],
    ['/a/', '/a/'],
    ['//a///b', '/a/b'],
    ['/a/./b', '/a/b'],
    ['/a/.', '/a/'],
    ['/a/../b', '/b'],
    ['/a/b/..', '/a/'],
    ['/a/%2e%2e/b', '/b'],
    ['/a/.%2E/b', '/b'],
    ['/%61%2D%5f%7e', '/a-_~'],
    ['/a%2fb%3f', '/a%2Fb%3F'],
    ['/a%5c..%5cb', '/a%5C..%5Cb'],
    ['/a\\..\\b', '/a%5C..%5Cb'],
    ['/a"<>^`{|}', '/a%22%3C%3E%5E%60%7B%7C%7D'],
    ['/\u00e9', '/%E9'],
    ['/%252e%252e', '/%252e%252e'],
    ['/.hidden/..a/...', '/.hidden/..a/...'],
  ])('of %j is %j', (path, expected) => {
    expect(normalisedPath(path)).toBe(expected);
  });

  it.each(['', 'a', '*', '/..', '/a/../..', '/%', '/%2', '/%zz', '/a%00', '/%2e%2e'])(
    'is none of %j, which nginx refuses',
    (path) => {
      expect(normalisedPath(path)).toBeUndefined();
    },
  );

  it('is its own normal form, and has no dots to resolve and no double slash', () => {
    const part = fc.constantFrom('/', '.', '..', '%2e', '%2F', '%5c', '\\', 'a', '%41', ';', '%25');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const once = normalisedPath(`/${parts.join('')}`);
        if (once === undefined) return;
        expect(normalisedPath(once)).toBe(once);
        expect(once).not.toContain('//');
        expect(once.split('/').filter((segment) => /^\.{1,2}$/.test(segment))).toEqual([]);
      }),
    );
  });
});
