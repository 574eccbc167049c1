import { resolved, type ApiDocument, type SchemaNode } from './api-document';
import type { KnownValues } from './known-values';

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const pick = <Item>(items: readonly Item[], random: () => number): Item =>
  items[Math.floor(random() * items.length)] as Item;

/** How often what belongs to the caller is taken, what is known, and what stands as an example. */
const ownShare = 0.8;
const knownShare = 0.6;
const exampleShare = 0.7;

/** What readers tend to stumble over. */
const strange: readonly unknown[] = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    'a name\u0000',
    'a name\ud800',
    'a\u202Ename',
    '💶'.repeat(50),
    'x'.repeat(3_000),
    '../../etc/passwd',
  ],
  ...["'; DROP TABLE users; --", '{{7*7}}', '<script>', '__proto__', 'NaN', '-0', '1e309'],
  ...['0000-00-00', '2026-02-30', '9999-12-31', '0192f0c1-0000-7000-8000-00000000000g'],
  ...[null, true, 0, -1, 1e21, 1.5, Number.MAX_SAFE_INTEGER, [], {}, [[]], [null]],
  ...[{ constructor: 1 }, { length: -1 }, Array.from({ length: 300 }, () => 'a')],
];

const byFormat: Readonly<Record<string, readonly string[]>> = {
  date: ['2026-11-15'],
  'date-time': ['2026-11-15T10:00:00Z'],
};

const texts = ['10.00', '2026-11', '2026-11-15', 'USD', '1210', 'nino@example.com', 'text', '5'];

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A UUID of version 7 that nothing has. */
const unknownUuid = (random: () => number): string =>
  `0192f0c1-7a3b-7c4d-8e5f-${Math.floor(random() * 16 ** 12)
    .toString(16)
    .padStart(12, '0')}`;

const isUuid = (value: unknown): boolean => typeof value === 'string' && uuidPattern.test(value);

/** An example of an id names nothing that exists. */
const examplesOf = ({ example, examples = [] }: SchemaNode): readonly unknown[] =>
  [example, ...examples].filter((each) => each !== undefined && !isUuid(each));

/** Whether text of the schema is an id, by its format, its example or its pattern. */
const isIdText = ({ format, example, examples, pattern }: SchemaNode): boolean =>
  format === 'uuid' ||
  isUuid(example ?? examples?.[0]) ||
  pattern?.startsWith('^[0-9a-f]{8}') === true;

const textFor = (node: SchemaNode, random: () => number): string => {
  if (isIdText(node)) return unknownUuid(random);
  const { format = '', pattern = '', minLength = 0 } = node;
  const fitting = texts.filter((text) => new RegExp(pattern).test(text));
  const choice = byFormat[format] ?? (fitting.length > 0 ? fitting : texts);
  return pick(choice, random).padEnd(minLength, 'x');
};

const typeOf = ({ type, properties, items }: SchemaNode): string => {
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return String(type[0]);
  if (properties !== undefined) return 'object';
  return items === undefined ? 'string' : 'array';
};

/** What values are made with. */
export interface ValueSource {
  readonly random: () => number;
  /** How often a part is replaced by something strange, from 0 to 1. */
  readonly strangeness: number;
  readonly known: KnownValues;
}

/** Where a value stands. */
interface Place {
  /** Of the field or parameter. */
  readonly name?: string;
  readonly depth?: number;
}

/** Makes values of a schema, most of them right and some of them not. */
export class RandomValues {
  constructor(
    private readonly document: ApiDocument,
    private readonly source: ValueSource,
  ) {}

  valueOf(schema: SchemaNode, { name = '', depth = 0 }: Place = {}): unknown {
    const { random } = this.source;
    if (this.isStrange()) return pick(strange, random);
    const node = resolved<SchemaNode>(schema, this.document);
    const alternatives = node.anyOf ?? node.oneOf;
    if (alternatives !== undefined)
      return this.valueOf(pick(alternatives, random), { name, depth });
    if ('const' in node) return node.const;
    if (node.enum !== undefined) return pick(node.enum, random);
    return this.fittingValue(node, name) ?? this.valueOfType(node, { name, depth });
  }

  /** A value that has a meaning where it stands: the caller's own, a known one, an example. */
  private fittingValue(node: SchemaNode, name: string): unknown {
    const { random, known } = this.source;
    const own = known.own[name];
    if (own !== undefined && random() < ownShare) return own;
    const values = typeOf(node) === 'string' ? known.valuesOf(name) : [];
    if (values.length > 0 && random() < knownShare) return pick(values, random);
    if (name === 'email') return `${Math.floor(random() * 2 ** 40)}@example.com`;
    const examples = examplesOf(node);
    return examples.length > 0 && random() < exampleShare ? pick(examples, random) : undefined;
  }

  /** Whether to send what need not be sent. */
  isChosen(): boolean {
    return this.source.random() < 0.4;
  }

  /** Whether to do something that nobody would. */
  isStrange(): boolean {
    return this.source.random() < this.source.strangeness;
  }

  /** A whole number from 0 to `max`. */
  upTo(max: number): number {
    return Math.floor(this.source.random() * (max + 1));
  }

  private valueOfType(node: SchemaNode, { name, depth }: Required<Place>): unknown {
    switch (typeOf(node)) {
      case 'object':
        return this.objectOf(node, depth);
      case 'array': {
        const length = depth > 4 ? 0 : this.upTo(3);
        const place = { name, depth: depth + 1 };
        return Array.from({ length }, () => this.valueOf(node.items ?? {}, place));
      }
      case 'integer':
      case 'number':
        return this.numberOf(node);
      case 'boolean':
        return this.source.random() < 0.5;
      case 'null':
        return null;
      default:
        return textFor(node, this.source.random);
    }
  }

  /** Of a wide range a small number, or one not far above the smallest. */
  private numberOf({ minimum = 0, maximum = minimum + 99 }: SchemaNode): number {
    return minimum + this.upTo(Math.min(maximum - minimum, 99));
  }

  private objectOf(node: SchemaNode, depth: number): Record<string, unknown> {
    const { random, strangeness } = this.source;
    const required = new Set(node.required ?? []);
    const entries = Object.entries(node.properties ?? {})
      .filter(([name]) => random() < (required.has(name) ? 1 - strangeness : 0.5))
      .map(([name, child]) => [name, this.valueOf(child, { name, depth: depth + 1 })] as const);
    const extra = this.isStrange() ? [['unheardOf', 1] as const] : [];
    return Object.fromEntries([...entries, ...extra]);
  }
}
