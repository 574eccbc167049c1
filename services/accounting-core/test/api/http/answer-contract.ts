import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';

/** A node of a JSON Schema, as far as the tests look into it. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/** One operation of the API document. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  /** `/accounts/{accountId}`, below the public prefix. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Schemas of the request body by media type. */
  readonly bodies: Readonly<Record<string, SchemaNode>>;
  readonly permission: string;
  /** Schemas of the answers by status. */
  readonly answers: ReadonlyMap<number, SchemaNode>;
  readonly pattern: RegExp;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: SchemaNode;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: SchemaNode }>>;
}

interface WrittenOperation {
  readonly operationId: string;
  readonly parameters: readonly (Parameter & { readonly $ref?: string })[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly $ref?: string }>>;
  readonly 'x-permission': string;
}

interface Document extends SchemaNode {
  readonly paths: Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>;
  readonly components: Readonly<Record<string, unknown>>;
}

const prefix = '/api/v1';

/** Answers tell what they declare and no more: a field that nobody declared is a leak. */
const closed = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([name, part]) => [name, closed(part)]));
  const isOpen = 'properties' in copy && !('additionalProperties' in copy);
  return isOpen ? { ...copy, additionalProperties: false } : copy;
};

const resolve = <Node extends { readonly $ref?: string }>(document: Document, node: Node): Node => {
  if (node.$ref === undefined) return node;
  const steps = node.$ref.slice(2).split('/');
  const found = steps.reduce<unknown>((part, step) => (part as SchemaNode)[step], document);
  return found as Node;
};

const answersOf = (
  document: Document,
  { responses }: WrittenOperation,
): ReadonlyMap<number, SchemaNode> =>
  new Map(
    Object.entries(responses).map(([status, response]) => {
      const [content] = Object.values(resolve(document, response).content ?? {});
      return [Number(status), content?.schema ?? {}];
    }),
  );

const operationsOf = (document: Document): Operation[] =>
  Object.entries(document.paths).flatMap(([fullPath, methods]) =>
    Object.entries(methods).map(([method, written]) => {
      const path = fullPath.slice(prefix.length);
      const bodies = Object.entries(written.requestBody?.content ?? {});
      return {
        operationId: written.operationId,
        method: method.toUpperCase(),
        path,
        parameters: written.parameters.map((parameter) => resolve(document, parameter)),
        bodies: Object.fromEntries(bodies.map(([type, { schema }]) => [type, schema])),
        permission: written['x-permission'],
        answers: answersOf(document, written),
        pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/?]+')}(\\?|$)`),
      };
    }),
  );

/** What the service promises at `/openapi.json`, to hold its answers against. */
export class AnswerContract {
  readonly operations: readonly Operation[];
  private readonly schemas = new Ajv2020({ strict: false, validateFormats: false });
  private readonly validators = new Map<SchemaNode, ValidateFunction>();

  private constructor(readonly document: Document) {
    this.operations = operationsOf(document);
    this.schemas.addSchema({ $id: 'document', components: closed(document.components) });
  }

  static async readFrom(url: string): Promise<AnswerContract> {
    const response = await fetch(`${url}/openapi.json`);
    return new AnswerContract((await response.json()) as Document);
  }

  /** The operation that a request is for; literal paths come before those with parameters. */
  operationOf(method: string, path: string): Operation | undefined {
    const matching = this.operations.filter(
      (operation) => operation.method === method && operation.pattern.test(path),
    );
    return matching.sort((one, other) => braces(one) - braces(other))[0];
  }

  /** Throws when the answer is not one that the document declares for the operation. */
  check(exchange: { method: string; path: string; status: number; body: unknown }): void {
    const { method, path, status, body } = exchange;
    const operation = this.operationOf(method, path);
    if (operation === undefined) return;
    const schema = operation.answers.get(status);
    const place = `${operation.operationId} answered ${status}`;
    if (schema === undefined) {
      throw new Error(`${place}, which it does not declare: ${JSON.stringify(body)}`);
    }
    const validate = this.validatorOf(schema);
    if (!validate(body)) {
      const mistakes = this.schemas.errorsText(validate.errors);
      throw new Error(`${place}, not as declared: ${mistakes}\n${JSON.stringify(body)}`);
    }
  }

  private validatorOf(schema: SchemaNode): ValidateFunction {
    const known = this.validators.get(schema);
    if (known !== undefined) return known;
    const text = JSON.stringify(closed(schema)).replaceAll(
      '"#/components',
      '"document#/components',
    );
    const made = this.schemas.compile(JSON.parse(text) as SchemaNode);
    this.validators.set(schema, made);
    return made;
  }
}

const braces = ({ path }: Operation): number => path.split('{').length;
