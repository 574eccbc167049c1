import { mergeDocuments, type ApiDocument } from '../../src/openapi/merged-document';

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const documentWith = (path: string, schemas: Record<string, unknown>): ApiDocument => ({
  openapi: '3.1.1',
  info: {},
  tags: [{ name: 'Things' }],
  paths: { [path]: { get: { schema: reference('Thing'), list: [reference('Shared')] } } },
  components: { schemas },
});

const shared = { type: 'string' };
const core = documentWith('/api/v1/a', {
  Thing: { items: reference('Part') },
  Part: { type: 'integer' },
  Shared: shared,
});
const tax = documentWith('/api/v1/b', {
  Thing: { items: reference('Part') },
  Part: { type: 'number' },
  Shared: shared,
});

describe('one document of several services', () => {
  const merged = mergeDocuments(
    [
      { service: 'accounting-core', document: core },
      { service: 'tax', document: tax },
    ],
    { title: 'All', description: 'Of all.' },
  );

  it('has the paths of all, and each tag once', () => {
    expect(Object.keys(merged.paths)).toEqual(['/api/v1/a', '/api/v1/b']);
    expect(merged.tags).toEqual([{ name: 'Things' }]);
  });

  it('writes once what they define alike, and tells apart what they do not', () => {
    expect(Object.keys(merged.components['schemas'] ?? {}).sort()).toEqual([
      'Part',
      'Shared',
      'TaxPart',
      'TaxThing',
      'Thing',
    ]);
  });

  it('leads each reference to what its own service meant', () => {
    // Both say the same of it, and mean different parts: it must not be shared.
    expect(merged.paths['/api/v1/b']).toEqual({
      get: { schema: reference('TaxThing'), list: [reference('Shared')] },
    });
  });

  it('refuses a path that two services have', () => {
    const twice = ['one', 'two'].map((service) => ({ service, document: core }));
    expect(() => mergeDocuments(twice, { title: '', description: '' })).toThrow('/api/v1/a');
  });
});
