import { resolved, type ApiDocument, type SchemaNode } from './api-document';

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

/** What readers tend to stumble over. */
const strange: readonly unknown[] = [
  ...['', ' ', '\u0000', '\ud800', '💶'.repeat(50), 'x'.repeat(5_000), '../../etc/passwd'],
  ...["'; DROP TABLE users; --", '{{7*7}}', '<script>', '__proto__', 'NaN', '-0', '1e309'],
  ...['0000-00-00', '2026-02-30', '9999-12-31', '0192f0c1-0000-7000-8000-00000000000g'],
  ...[null, true, 0, -1, 1e21, 1.5, Number.MAX_SAFE_INTEGER, [], {}, [[]], [null]],
  ...[{ constructor: 1 }, { length: -1 }, Array.from({ length: 300 }, () => 'a')],
];

const known: Readonly<Record<string, readonly string[]>> = {
  uuid: ['0192f0c1-7a3b-7c4d-8e5f-0123456789ab'],
  date: ['2026-11-15'],
  'date-time': ['2026-11-15T10:00:00Z'],
};

const texts = ['10.00', '2026-11', '2026-11-15', 'USD', '1210', 'nino@example.com', 'text', '5'];

const textFor = (node: SchemaNode, random: () => number): string => {
  if (node.format !== undefined && known[node.format]) {
    return pick(known[node.format] ?? texts, random);
  }
  const fitting = texts.filter((text) => new RegExp(node.pattern ?? '').test(text));
  if (fitting.length === 0 && node.pattern?.includes('[0-9a-f]') === true) {
    return '0192f0c1-7a3b-7c4d-8e5f-0123456789ab';
  }
  return pick(fitting.length > 0 ? fitting : texts, random).padEnd(node.minLength ?? 0, 'x');
};

const typeOf = ({ type, properties, items }: SchemaNode): string => {
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return String(type[0]);
  if (properties !== undefined) return 'object';
  return items === undefined ? 'string' : 'array';
};

/** Makes values of a schema, most of them right and some of them not. */
export class RandomValues {
  constructor(
    private readonly document: ApiDocument,
    private readonly random: () => number,
    /** How often a part is replaced by something strange. */
    private readonly strangeness: number,
  ) {}

  valueOf(schema: SchemaNode, depth = 0): unknown {
    if (this.random() < this.strangeness) return pick(strange, this.random);
    const node = resolved<SchemaNode>(schema, this.document);
    const alternatives = node.anyOf ?? node.oneOf;
    if (alternatives !== undefined) return this.valueOf(pick(alternatives, this.random), depth);
    if ('const' in node) return node.const;
    if (node.enum !== undefined) return pick(node.enum, this.random);
    return this.valueOfType(node, depth);
  }

  /** Whether to send what need not be sent. */
  isChosen(): boolean {
    return this.random() < 0.4;
  }

  private valueOfType(node: SchemaNode, depth: number): unknown {
    switch (typeOf(node)) {
      case 'object':
        return this.objectOf(node, depth);
      case 'array': {
        const length = depth > 4 ? 0 : Math.floor(this.random() * 4);
        return Array.from({ length }, () => this.valueOf(node.items ?? {}, depth + 1));
      }
      case 'integer':
      case 'number':
        return Math.floor(this.random() * 100);
      case 'boolean':
        return this.random() < 0.5;
      case 'null':
        return null;
      default:
        return textFor(node, this.random);
    }
  }

  private objectOf(node: SchemaNode, depth: number): Record<string, unknown> {
    const required = new Set(node.required ?? []);
    const entries = Object.entries(node.properties ?? {})
      .filter(([name]) => this.random() < (required.has(name) ? 1 - this.strangeness : 0.5))
      .map(([name, child]) => [name, this.valueOf(child, depth + 1)] as const);
    const extra = this.random() < this.strangeness ? [['unheardOf', 1] as const] : [];
    return Object.fromEntries([...entries, ...extra]);
  }
}
