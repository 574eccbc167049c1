import { pathMatches } from '@accounting/kong';

describe('the path of a route', () => {
  it.each([
    ['/api/v1/accounts', '/api/v1/accounts', true],
    ['/api/v1/accounts', '/api/v1/accounts/1', true],
    ['/api/v1/accounts', '/api/v1/accounts-of-old', true],
    ['/api/v1/accounts', '/v2/api/v1/accounts', false],
    ['~/health$', '/health', true],
    ['~/health$', '/health/ready', false],
    ['~/health$', '/old/health', false],
    ['~/docs(/.*)?$', '/docs/assets/a.css', true],
    ['~/docs(/.*)?$', '/docsa', false],
    ['~/a|/b', '/c/b', false],
  ])('%s and %s: %s', (routePath, path, expected) => {
    expect(pathMatches(routePath, path)).toBe(expected);
  });
});
