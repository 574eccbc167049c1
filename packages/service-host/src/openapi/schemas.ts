import { z } from 'zod';

/** A JSON Schema node, as OpenAPI 3.1 takes it. */
export type SchemaNode = Readonly<Record<string, unknown>>;

interface WrittenSchema {
  readonly $schema?: string;
  readonly id?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

const definitionPrefix = '#/$defs/';
const componentPrefix = '#/components/schemas/';

/** Rewrites references: inside one schema `#` means itself, inside the document it does not. */
const relocated = (node: unknown, selfName: string): unknown => {
  if (Array.isArray(node)) return node.map((item) => relocated(item, selfName));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]: [string, unknown]) => {
      if (name !== '$ref' || typeof value !== 'string') return [name, relocated(value, selfName)];
      if (value === '#') return [name, componentPrefix + selfName];
      return [name, value.replace(definitionPrefix, componentPrefix)];
    }),
  );
};

/**
 * Collects the schemas of a document. One that has an `id` (`.meta({ id: 'Account' })`) is written
 * once, under its name; others are written where they are used.
 */
export class SchemaCollection {
  readonly components: Record<string, unknown> = {};

  /** The node itself, even when it has a name: for parameters, whose members stand alone. */
  inlineNodeOf(schema: z.ZodType): SchemaNode {
    return this.write(schema, '').node;
  }

  /**
   * The node to put where the schema is used; `fallbackName` is for a nameless one that is
   * recursive.
   */
  nodeOf(schema: z.ZodType, fallbackName: string): SchemaNode {
    const { node, id, isRecursive } = this.write(schema, fallbackName);
    if (id === undefined && !isRecursive) return node;
    const name = id ?? fallbackName;
    this.components[name] ??= node;
    return { $ref: componentPrefix + name };
  }

  private write(
    schema: z.ZodType,
    fallbackName: string,
  ): { readonly node: SchemaNode; readonly id: string | undefined; readonly isRecursive: boolean } {
    const written = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
    }) as WrittenSchema;
    const { $schema: _dialect, id, $defs: definitions = {}, ...rest } = written;
    for (const [definition, body] of Object.entries(definitions)) {
      const { id: _name, ...described } = body;
      this.components[definition] ??= relocated(described, definition);
    }
    return {
      id,
      isRecursive: JSON.stringify(rest).includes('"$ref":"#"'),
      node: relocated(rest, id ?? fallbackName) as SchemaNode,
    };
  }
}
