/** A JSON Schema node, as far as it is looked at here. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly examples?: readonly unknown[];
  readonly example?: unknown;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: SchemaNode;
}

interface Reference {
  readonly $ref: string;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: SchemaNode }>>;
}

/** One operation of an OpenAPI document. */
export interface Operation extends Content {
  readonly operationId: string;
  readonly parameters: readonly (Parameter | Reference)[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content | Reference>>;
  readonly 'x-permission': string;
}

/** An OpenAPI document of a service. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, unknown>>;
}

/** An operation in its place. */
export interface PlacedOperation {
  readonly service: string;
  readonly method: string;
  /** With `{placeholders}`. */
  readonly path: string;
  readonly operation: Operation;
  readonly document: ApiDocument;
}

const at = (document: ApiDocument, reference: string): unknown =>
  reference
    .slice('#/'.length)
    .split('/')
    .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], document);

/** The node itself, or what it refers to. */
export const resolved = <Node extends object>(
  node: Node | Reference,
  document: ApiDocument,
): Node =>
  '$ref' in node && typeof node.$ref === 'string'
    ? resolved(at(document, node.$ref) as Node | Reference, document)
    : (node as Node);

/** `POST /api/v1/users`. */
export const nameOf = ({ method, path }: PlacedOperation): string => `${method} ${path}`;

/**
 * Reads the document of a running service, or that of all of them at the gateway, an operation
 * after the other.
 */
export const readOperations = async (
  service: string,
  documentUrl: string,
): Promise<readonly PlacedOperation[]> => {
  const document = (await (await fetch(documentUrl)).json()) as ApiDocument;
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      service,
      method: method.toUpperCase(),
      path,
      operation,
      document,
    })),
  );
};

/** The parameters of an operation, references followed. */
export const parametersOf = ({ operation, document }: PlacedOperation): readonly Parameter[] =>
  operation.parameters.map((parameter) => resolved<Parameter>(parameter, document));
