import fc from 'fast-check';
import type { Operation, Parameter, SchemaNode } from './answer-contract';
import type { Sent } from './caller';

/** A request that fast-check made. */
export interface ArbitraryRequest {
  readonly path: string;
  readonly sent: Sent;
}

type Properties = Readonly<Record<string, SchemaNode>>;

/** What people send where text is expected, meaning well or not. */
const curiousText = fc.constantFrom(
  '',
  ' ',
  '0',
  '-1',
  '1e3',
  'NaN',
  'null',
  'true',
  '0.00',
  '100.00',
  '1.001',
  '9'.repeat(30),
  '2026-11-22',
  '2026-02-30',
  '0001-01-01',
  '9999-12-31',
  '2026-11',
  'GEL',
  'USD',
  '1110',
  '6110',
  'ლარი ₾',
  "'; DROP TABLE ledger.accounts; --",
  'a\u0000b',
  'a\ud800b',
  '\u202E',
  '%',
  '../..',
  '__proto__',
  '👩‍👩‍👧',
);

const anything = fc.oneof(
  curiousText,
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Left out more often than not, as most callers do. */
const seldom = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** Values of schemas: as they ask for, or, when `isWild`, with anything at all in between. */
class SchemaValues {
  constructor(
    private readonly document: SchemaNode,
    private readonly ids: readonly string[],
    private readonly isWild: boolean,
  ) {}

  of(node: SchemaNode): fc.Arbitrary<unknown> {
    const value = this.exactly(node);
    if (!this.isWild) return value;
    return fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: anything });
  }

  optional(node: SchemaNode, isRequired: boolean): fc.Arbitrary<unknown> {
    if (!isRequired) return seldom(this.of(node));
    return this.isWild ? fc.option(this.of(node), { freq: 20, nil: undefined }) : this.of(node);
  }

  private exactly(node: SchemaNode): fc.Arbitrary<unknown> {
    if (typeof node['$ref'] === 'string') return this.exactly(this.resolve(node['$ref']));
    if ('const' in node) return fc.constant(node['const']);
    if (Array.isArray(node['enum'])) return fc.constantFrom(...(node['enum'] as unknown[]));
    const choices = (node['anyOf'] ?? node['oneOf']) as readonly SchemaNode[] | undefined;
    if (choices !== undefined) return fc.oneof(...choices.map((choice) => this.exactly(choice)));
    const makers: Readonly<Record<string, () => fc.Arbitrary<unknown>>> = {
      object: () => this.object(node),
      array: () => fc.array(this.of((node['items'] ?? {}) as SchemaNode), { maxLength: 4 }),
      integer: () => this.number(),
      number: () => this.number(),
      boolean: () => fc.boolean(),
      null: () => fc.constant(null),
    };
    return makers[String(node['type'])]?.() ?? this.text(node);
  }

  private number(): fc.Arbitrary<number> {
    return fc.constantFrom(...(this.isWild ? [-1, 0, 1, 2.5, 1e9] : [1, 100, 2026]));
  }

  private text(node: SchemaNode): fc.Arbitrary<string> {
    const { example } = node;
    const isId = typeof example === 'string' && example.length === 36;
    const known = [...(typeof example === 'string' ? [example] : []), ...(isId ? this.ids : [])];
    const free = fc.oneof(curiousText, fc.string({ unit: 'binary', maxLength: 30 }));
    if (this.isWild) return fc.oneof(free, fc.constantFrom('x', ...known));
    return known.length === 0 ? fc.constantFrom('x', 'ტექსტი') : fc.constantFrom(...known);
  }

  private object(node: SchemaNode): fc.Arbitrary<unknown> {
    const properties = (node['properties'] ?? {}) as Properties;
    const required = new Set((node['required'] ?? []) as readonly string[]);
    if (Object.keys(properties).length === 0) {
      const names = fc.string({ maxLength: 5 });
      return fc.dictionary(names, this.of({ type: 'string' }), { maxKeys: 3 });
    }
    const values = Object.entries(properties).map(([name, property]) => [
      name,
      this.optional(property, required.has(name)),
    ]);
    return fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>);
  }

  private resolve(reference: string): SchemaNode {
    const steps = reference.slice(2).split('/');
    return steps.reduce((part, step) => part[step] as SchemaNode, this.document);
  }
}

/** A good value with one part of it replaced by anything. */
const spoiled = (good: unknown): fc.Arbitrary<unknown> => {
  if (typeof good !== 'object' || good === null) return anything;
  const parts = Object.entries(good);
  if (parts.length === 0) return anything;
  return fc.constantFrom(...parts).chain(([name, part]) =>
    fc.oneof(anything, spoiled(part)).map((other) => {
      const copy = structuredClone(good) as Record<string, unknown>;
      copy[name] = other;
      return copy;
    }),
  );
};

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

const parameterValues = (
  parameters: readonly Parameter[],
  place: Parameter['in'],
  values: SchemaValues,
): fc.Arbitrary<Readonly<Record<string, string>>> =>
  fc
    .record(
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === place)
          .map(({ name, required, schema }) => [name, values.optional(schema, required)]),
      ),
    )
    .map((given) =>
      Object.fromEntries(
        Object.entries(given)
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => [name, asText(value)]),
      ),
    );

/** UTF-8 has no halves of surrogate pairs. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/** Percent-encoding of text that may hold halves of surrogate pairs; never an empty segment. */
const encoded = (text: string): string => encodeURIComponent(wellFormed(text)) || '%20';

const headerText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');

/** What the requests for an operation are made of besides its schemas. */
export interface RequestMaterial {
  readonly document: SchemaNode;
  /** Ids that exist. */
  readonly ids: readonly string[];
  /** A body that is accepted. */
  readonly good?: unknown;
}

const bodyFor = (
  operation: Operation,
  values: SchemaValues,
  good: unknown,
): fc.Arbitrary<string | undefined> => {
  const [media] = Object.entries(operation.bodies);
  if (media === undefined) return fc.constant(undefined);
  const [type, schema] = media;
  if (type !== 'application/json') return values.of(schema).map(asText);
  const made = values.of(schema);
  const body =
    good === undefined ? made : fc.oneof(made, fc.constant(good), spoiled(good), spoiled(good));
  return body.map((value) => JSON.stringify(value));
};

/** Requests for an operation: good, nearly good, and wild ones. */
export const requestFor = (
  operation: Operation,
  { document, ids, good }: RequestMaterial,
): fc.Arbitrary<ArbitraryRequest> =>
  fc.boolean().chain((isWild) => {
    const values = new SchemaValues(document, ids, isWild);
    const [mediaType] = Object.keys(operation.bodies);
    return fc
      .record({
        path: parameterValues(operation.parameters, 'path', values),
        query: parameterValues(operation.parameters, 'query', values),
        headers: parameterValues(operation.parameters, 'header', values),
        raw: bodyFor(operation, values, good),
        key: fc.uuid(),
        version: fc.integer({ min: 1, max: 4 }),
      })
      .map(({ path, query, headers, raw, key, version }) => ({
        path: pathOf(operation, path, query),
        sent: {
          ...(raw !== undefined && { raw }),
          headers: {
            ...Object.fromEntries(
              Object.entries(headers).map(([name, value]) => [name, headerText(value)]),
            ),
            ...(mediaType !== undefined && { 'content-type': mediaType }),
            'idempotency-key': key,
            ...('If-Match' in headers && { 'if-match': `"${version}"` }),
          },
        },
      }));
  });

const pathOf = (
  { path }: Operation,
  parameters: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>>,
): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(parameters[name] ?? 'x'));
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encoded(name)}=${encodeURIComponent(wellFormed(value))}`,
  );
  return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`;
};
