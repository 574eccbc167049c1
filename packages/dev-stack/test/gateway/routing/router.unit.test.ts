import { readDeclaration } from '@accounting/kong';
import { createRouter } from '../../../src/gateway/routing/router';

const routerOf = (routes: readonly object[], service: object = {}) =>
  createRouter(
    readDeclaration(
      JSON.stringify({
        _format_version: '3.0',
        services: [{ name: 'notes', url: 'http://127.0.0.1:1', ...service }],
        routes: routes.map((route) => ({ service: 'notes', ...route })),
      }),
    ),
  );

interface Asked {
  readonly method?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const asked = (path: string, { method = 'GET', host = '', headers = {} }: Asked = {}) => ({
  ...{ path, method, host },
  header: (name: string) => headers[name],
});

describe('the router', () => {
  it('takes the longer prefix', () => {
    const find = routerOf([
      { name: 'all', paths: ['/api'] },
      { name: 'notes', paths: ['/api/notes'] },
    ]);
    expect(find(asked('/api/notes/7'))?.route.name).toBe('notes');
    expect(find(asked('/api/others'))?.route.name).toBe('all');
    expect(find(asked('/other'))).toBeUndefined();
  });

  it('takes a pattern before a prefix, however long, and the higher priority before others', () => {
    const find = routerOf([
      { name: 'prefix', paths: ['/api/notes/very/long'] },
      { name: 'pattern', paths: ['~/api/notes/.*'] },
      { name: 'urgent', paths: ['~/api/n'], regex_priority: 7 },
    ]);
    expect(find(asked('/api/notes/very/long'))?.route.name).toBe('urgent');
  });

  it('anchors patterns at the start only', () => {
    const find = routerOf([{ name: 'pattern', paths: ['~/notes/[0-9]+'] }]);
    expect(find(asked('/notes/7/lines'))?.matchedPath).toBe('/notes/7');
    expect(find(asked('/my/notes/7'))).toBeUndefined();
  });

  it('takes what names more criteria first', () => {
    const find = routerOf([
      { name: 'long', paths: ['/api/notes'] },
      { name: 'post', paths: ['/api'], methods: ['POST'] },
      { name: 'canary', paths: ['/api'], headers: { 'X-Canary': ['on', 'yes'] } },
    ]);
    expect(find(asked('/api/notes'))?.route.name).toBe('long');
    expect(find(asked('/api/notes', { method: 'POST' }))?.route.name).toBe('post');
    expect(find(asked('/api/notes', { headers: { 'x-canary': 'ON' } }))?.route.name).toBe('canary');
  });

  it('compares hosts without regard to capitals, with a star at either end', () => {
    const find = routerOf([
      { name: 'exact', hosts: ['API.example'] },
      { name: 'below', hosts: ['*.example'] },
      { name: 'any', hosts: ['api.*'] },
    ]);
    expect(find(asked('/', { host: 'api.example' }))?.route.name).toBe('exact');
    expect(find(asked('/', { host: 'x.example' }))?.route.name).toBe('below');
    expect(find(asked('/', { host: 'api.org' }))?.route.name).toBe('any');
    expect(find(asked('/', { host: 'example' }))).toBeUndefined();
  });

  it('takes a header that is a pattern', () => {
    const find = routerOf([{ name: 'beta', headers: { 'x-version': ['~*^b[0-9]$'] } }]);
    expect(find(asked('/', { headers: { 'x-version': 'B7' } }))?.route.name).toBe('beta');
    expect(find(asked('/', { headers: { 'x-version': 'c7' } }))).toBeUndefined();
  });

  it('leads to no service that is switched off', () => {
    const find = routerOf([{ name: 'notes', paths: ['/notes'] }], { enabled: false });
    expect(find(asked('/notes'))).toBeUndefined();
  });
});
