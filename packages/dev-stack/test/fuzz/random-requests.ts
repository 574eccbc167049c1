import { randomUUID } from 'node:crypto';
import { parametersOf, type PlacedOperation, type SchemaNode } from './api-document';
import { goodBody } from './good-bodies';
import type { KnownValues } from './known-values';
import { RandomValues } from './random-values';
import { spoilings, type SentBody } from './spoiled-bodies';
import { streamedFile } from './streamed-rows';

/** A request, not sent yet. */
export interface RandomRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: SentBody;
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** What Node can send in a header. */
const asHeader = (value: unknown): string =>
  asText(value)
    .replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '')
    .slice(0, 2_000);

const asSegment = (value: unknown): string =>
  encodeURIComponent(asText(value).replace(/\p{Cs}/gu, '')) || 'x';

const targetOf = (placed: PlacedOperation, values: RandomValues): string => {
  const parameters = parametersOf(placed);
  const valueOf = (name: string, schema: SchemaNode) => values.valueOf(schema, { name });
  const path = parameters
    .filter(({ in: where }) => where === 'path')
    .reduce(
      (text, { name, schema }) => text.replace(`{${name}}`, asSegment(valueOf(name, schema))),
      placed.path,
    );
  const query = parameters
    .filter(({ in: where, required }) => where === 'query' && (required || values.isChosen()))
    .map(({ name, schema }): [string, string] => [name, asText(valueOf(name, schema))]);
  if (values.isStrange()) query.push(...query, ['unheardOf', '1']);
  return `${path}?${new URLSearchParams(query).toString()}`.replace(/\?$/, '');
};

/** Of headers that mean something the right value: a key of its own, a version that may be. */
const headerFor = (name: string, schema: SchemaNode, values: RandomValues): string => {
  if (values.isStrange()) return asHeader(values.valueOf(schema, { name }));
  if (name === 'Idempotency-Key') return randomUUID();
  return name === 'If-Match' ? `"${values.upTo(3)}"` : asHeader(values.valueOf(schema));
};

const headersOf = (placed: PlacedOperation, values: RandomValues): Record<string, string> =>
  Object.fromEntries(
    parametersOf(placed)
      .filter(({ in: where, required }) => where === 'header' && (required || values.isChosen()))
      .map(({ name, schema }) => [name, headerFor(name, schema, values)]),
  );

const bodyOf = (placed: PlacedOperation, values: RandomValues): SentBody | undefined => {
  const content = Object.entries(placed.operation.requestBody?.content ?? {});
  const [type, media] = content[values.upTo(content.length - 1)] ?? [];
  if (type === undefined || media === undefined) return undefined;
  if (type !== 'application/json') {
    return { type, content: Buffer.from(streamedFile(placed, type, values)) };
  }
  const good = values.isChosen() && !values.isStrange() ? goodBody(placed) : undefined;
  return { type, content: Buffer.from(JSON.stringify(good ?? values.valueOf(media.schema))) };
};

const noBody: SentBody = { type: 'application/json', content: Buffer.from('{}') };

/** Makes requests of operations: as their document says, stranger and stranger, and broken. */
export class RandomRequests {
  constructor(
    private readonly random: () => number,
    private readonly known: KnownValues,
    /** Requests of an operation with a body that is whole. */
    private readonly rounds: number,
  ) {}

  /**
   * The requests of one operation, each made when it is asked for, with what is known by then:
   * `rounds` of them, and one for each way in which a body can be broken, whether or not the
   * operation takes any.
   */
  *of(placed: PlacedOperation): Generator<RandomRequest> {
    for (let round = 0; round < this.rounds; round += 1) {
      yield this.request(placed, round / this.rounds / 2);
    }
    for (const spoil of Object.values(spoilings)) {
      const { body = noBody, ...request } = this.request(placed, 0);
      yield { ...request, body: spoil(body) };
    }
  }

  private request(placed: PlacedOperation, strangeness: number): RandomRequest {
    const { random, known } = this;
    const values = new RandomValues(placed.document, { random, strangeness, known });
    const body = bodyOf(placed, values);
    return {
      method: placed.method,
      target: targetOf(placed, values),
      headers: headersOf(placed, values),
      ...(body !== undefined && { body }),
    };
  }
}
