import { spawnSync } from 'node:child_process';
import { z } from 'zod';
import { openApiDocument, route } from '../../src';
import { noteRoutes } from '../fixtures/notes-service';

interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly parameters: readonly Record<string, unknown>[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const service = { name: 'notes', description: 'Keeps notes.' };
const documentOf = (routes: Parameters<typeof openApiDocument>[0]['routes']): Document =>
  openApiDocument({ ...service, routes }) as unknown as Document;
const document = documentOf(noteRoutes);

/** The validator ships as an ECMAScript module only, which jest does not load. */
const validate = `
  import { Validator } from '@seriousme/openapi-schema-validator';
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  const { valid, errors } = await new Validator().validate(JSON.parse(text));
  console.log(JSON.stringify({ valid, errors }));`;

const validityOf = (candidate: unknown): unknown => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', validate], {
    cwd: __dirname,
    input: JSON.stringify(candidate),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
};

const operation = (path: string, method: string): Operation =>
  document.paths[`/api/v1${path}`]?.[method] as Operation;

describe('OpenAPI document', () => {
  it('is valid by the schema of OpenAPI 3.1', () => {
    expect(validityOf(document)).toEqual({ valid: true });
    expect(validityOf({ ...document, paths: 1 })).toMatchObject({ valid: false });
  });

  it('holds no reference to what it does not define', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, path = ''] of references) {
      const target = path
        .split('/')
        .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], document);
      expect([path, typeof target]).toEqual([path, 'object']);
    }
  });

  it('names every operation once, with its permission and errors', () => {
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
    const documented = noteRoutes.filter((route) => !('handleInternal' in route));
    expect(operations).toHaveLength(documented.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(documented.length);
    expect(operation('/notes', 'post').description).toContain('`notes:write`');
    expect(operation('/notes', 'post').description).toContain('`notes.full`');
  });

  it('describes parameters of path and query from their schemas', () => {
    expect(operation('/notes/{noteId}', 'get').parameters.slice(0, 2)).toEqual([
      {
        name: 'noteId',
        in: 'path',
        required: true,
        schema: { type: 'string', pattern: '^n\\d+$' },
      },
      expect.objectContaining({ name: 'limit', in: 'query', required: false }),
    ]);
  });

  it('asks for the headers that the operation needs', () => {
    const headersOf = (path: string, method: string) =>
      operation(path, method)
        .parameters.map((parameter) => parameter['$ref'])
        .filter((reference) => reference !== undefined);
    expect(headersOf('/notes', 'post')).toEqual([
      '#/components/parameters/IdempotencyKey',
      '#/components/parameters/CorrelationId',
    ]);
    expect(headersOf('/notes/{noteId}', 'patch')).toContain('#/components/parameters/IfMatch');
    expect(headersOf('/notes/{noteId}/archive', 'post')).toEqual([
      '#/components/parameters/IdempotencyKey',
      '#/components/parameters/OptionalIfMatch',
      '#/components/parameters/CorrelationId',
    ]);
  });

  it('gives examples and descriptions where the schema has them', () => {
    expect(JSON.stringify(operation('/notes', 'post').requestBody)).toContain(
      '"examples":["Rent"]',
    );
  });

  it('lists the media types of a streamed body', () => {
    expect(operation('/notes/import', 'post').requestBody).toMatchObject({
      content: { 'application/x-ndjson': {}, 'text/csv': {} },
    });
  });

  it('lists the problems that an operation may answer with', () => {
    expect(Object.keys(operation('/notes/{noteId}', 'patch').responses)).toEqual(
      ['200', '400', '401', '403', '404', '408', '409', '412', '413', '415', '422', '428'].concat([
        '429',
        '500',
        '503',
        '504',
      ]),
    );
    expect(Object.keys(operation('/waits', 'get').responses)).not.toContain('422');
    expect(Object.keys(operation('/notes/import', 'post').responses)).not.toContain('408');
  });

  it('lists what a body may be refused for where none is taken, because one may be sent', () => {
    const statuses = Object.keys(operation('/waits', 'get').responses);
    expect(statuses).toEqual(expect.arrayContaining(['408', '413', '415']));
  });

  it('lists 404 where a path or a body may name what does not exist', () => {
    expect(Object.keys(operation('/notes', 'post').responses)).toContain('404');
    expect(Object.keys(operation('/own-notes', 'post').responses)).not.toContain('404');
  });

  it('lists 412 wherever a version is taken, and 428 where it is required', () => {
    const archive = Object.keys(operation('/notes/{noteId}/archive', 'post').responses);
    expect(archive).toContain('412');
    expect(archive).not.toContain('428');
    expect(Object.keys(operation('/notes', 'post').responses)).not.toContain('412');
  });

  const answering = (path: string, response: z.ZodType) =>
    route({
      method: 'get',
      path,
      summary: 'Read.',
      tag: 'Trees',
      permission: 'notes:read',
      response,
      handle: async () => {
        throw new Error('not called');
      },
    });

  const treeOf = (member: string) => {
    const tree: z.ZodType = z.strictObject({
      [member]: z.string(),
      children: z.array(z.lazy(() => tree)),
    });
    return tree;
  };

  it('writes schemas that contain themselves by reference, each under its own name', () => {
    const written = documentOf([
      answering('/self', treeOf('a')),
      answering('/one', z.strictObject({ tree: treeOf('b') })),
      answering('/other', z.strictObject({ tree: treeOf('c') })),
    ]);
    expect(validityOf(written)).toEqual({ valid: true });
    expect(Object.keys(written.components.schemas)).toEqual([
      'Problem',
      'getSelfAnswer',
      'getOneAnswerPart0',
      'getOtherAnswerPart0',
    ]);
    expect(JSON.stringify(written)).not.toContain('#/$defs/');
    expect(JSON.stringify(written)).not.toContain('"$ref":"#"');
  });

  it('writes a named schema once', () => {
    const named = z.strictObject({ note: z.string() }).meta({ id: 'Named' });
    const written = documentOf([
      answering('/one', named),
      answering('/two', z.strictObject({ first: named, second: named })),
    ]);
    expect(written.components.schemas['Named']).toMatchObject({ required: ['note'] });
    expect(JSON.stringify(written.paths).split('#/components/schemas/Named')).toHaveLength(4);
  });

  it('refuses two different schemas with one name', () => {
    const one = z.strictObject({ a: z.string() }).meta({ id: 'Same' });
    const other = z.strictObject({ b: z.string() }).meta({ id: 'Same' });
    expect(() => documentOf([answering('/one', one), answering('/two', other)])).toThrow(/Same/);
  });
});
