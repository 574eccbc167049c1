import { isDeepStrictEqual } from 'node:util';
import { invariant } from '@accounting/kernel';
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

/** Definitions that zod had to name itself, counted anew in each schema. */
const namelessPrefix = '__schema';

const componentNameOf = (definition: string, owner: string): string =>
  definition.startsWith(namelessPrefix)
    ? `${owner}Part${definition.slice(namelessPrefix.length)}`
    : definition;

/** Rewrites references: inside one schema `#` means itself, inside the document it does not. */
const relocated = (node: unknown, owner: string): unknown => {
  if (Array.isArray(node)) return node.map((item) => relocated(item, owner));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]: [string, unknown]) => {
      if (name !== '$ref' || typeof value !== 'string') return [name, relocated(value, owner)];
      if (value === '#') return [name, componentPrefix + owner];
      const definition = value.slice(definitionPrefix.length);
      return [name, componentPrefix + componentNameOf(definition, owner)];
    }),
  );
};

/**
 * Collects the schemas of a document. One that has an `id` (`.meta({ id: 'Account' })`) is written
 * once, under its name; others are written where they are used. Two different schemas with one name
 * are a mistake that ends the start.
 */
export class SchemaCollection {
  readonly components: Record<string, unknown> = {};

  /** The node itself, even when it has a name: for parameters, whose members stand alone. */
  inlineNodeOf(schema: z.ZodType, owner: string): SchemaNode {
    return this.write(schema, owner).node;
  }

  /** The node to put where the schema is used; `owner` names a nameless one that is recursive. */
  nodeOf(schema: z.ZodType, owner: string): SchemaNode {
    const { node, name, isRecursive } = this.write(schema, owner);
    if (name === undefined && !isRecursive) return node;
    return { $ref: componentPrefix + this.add(name ?? owner, node) };
  }

  private add(name: string, node: unknown): string {
    const known = this.components[name];
    invariant(
      known === undefined || isDeepStrictEqual(known, node),
      `no two schemas of the API document are named ${name}`,
    );
    this.components[name] = node;
    return name;
  }

  private write(
    schema: z.ZodType,
    owner: string,
  ): {
    readonly node: SchemaNode;
    readonly name: string | undefined;
    readonly isRecursive: boolean;
  } {
    const written = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
    }) as WrittenSchema;
    const { $schema: _dialect, id, $defs: definitions = {}, ...rest } = written;
    for (const [definition, body] of Object.entries(definitions)) {
      const { id: _name, ...described } = body;
      const name = componentNameOf(definition, id ?? owner);
      this.add(name, relocated(described, id ?? owner));
    }
    return {
      name: id,
      isRecursive: JSON.stringify(rest).includes('"$ref":"#"'),
      node: relocated(rest, id ?? owner) as SchemaNode,
    };
  }
}
