import { pluginInEffect, pluginsInEffect, readDeclaration, type Plugin } from '@accounting/kong';

const scopes = [
  { service: 's', route: 'r', consumer: 'c' },
  { route: 'r', consumer: 'c' },
  { service: 's', consumer: 'c' },
  { service: 's', route: 'r' },
  { consumer: 'c' },
  { route: 'r' },
  { service: 's' },
  {},
];

const plugins = (...instances: readonly object[]): readonly Plugin[] =>
  readDeclaration(
    JSON.stringify({
      _format_version: '3.0',
      services: [
        { name: 's', host: 'h' },
        { name: 't', host: 'h' },
      ],
      routes: [{ name: 'r', service: 's', paths: ['/'] }],
      consumers: [{ username: 'c' }],
      plugins: instances,
    }),
  ).plugins;

const limit = (minute: number, scope: object = {}, more: object = {}): object => ({
  ...{ name: 'rate-limiting', config: { minute } },
  ...scope,
  ...more,
});

const minuteIn = (all: readonly Plugin[], scope: object): number | undefined =>
  pluginInEffect(all, 'rate-limiting', scope)?.config.minute;

const everything = { service: 's', route: 'r', consumer: 'c' };

describe('of the instances of a plugin', () => {
  it.each(scopes.map((scope, index) => ({ scope, index })))(
    'that of $scope replaces all that are less specific',
    ({ index }) => {
      const rest = scopes.slice(index).map((scope, rank) => limit(rank + 1, scope));
      expect(minuteIn(plugins(...rest), everything)).toBe(1);
      expect(minuteIn(plugins(...rest.reverse()), everything)).toBe(1);
    },
  );

  it('one applies only where all that it names is met', () => {
    const all = plugins(limit(1, { service: 's', consumer: 'c' }), limit(2, { service: 't' }));
    expect(minuteIn(all, { service: 's', route: 'r', consumer: 'c' })).toBe(1);
    expect(minuteIn(all, { service: 's', route: 'r' })).toBeUndefined();
    expect(minuteIn(all, { service: 't', consumer: 'c' })).toBe(2);
  });

  it('one that is not enabled leaves its place to a less specific one', () => {
    const all = plugins(limit(1), limit(2, { route: 'r' }, { enabled: false }));
    expect(minuteIn(all, everything)).toBe(1);
  });
});

describe('the plugins of a request', () => {
  it('run in the order of Kong, whatever the order of the file', () => {
    const all = plugins(
      { name: 'request-termination' },
      { name: 'grpc-web' },
      { name: 'prometheus' },
      { name: 'response-transformer' },
      { name: 'request-transformer' },
      limit(1),
      { name: 'request-size-limiting' },
      { name: 'jwt' },
      { name: 'cors' },
      { name: 'correlation-id' },
      { name: 'pre-function', config: { access: ['return'] } },
    );
    expect(pluginsInEffect(all, {}).map(({ name }) => name)).toEqual([
      ...['pre-function', 'correlation-id', 'cors', 'jwt', 'request-size-limiting'],
      ...['rate-limiting', 'request-transformer', 'response-transformer', 'prometheus'],
      ...['grpc-web', 'request-termination'],
    ]);
  });
});
