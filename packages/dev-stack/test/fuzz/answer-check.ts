import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { resolved, type PlacedOperation, type SchemaNode } from './api-document';

/** What came back. */
export interface FuzzedAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

interface Described {
  readonly content?: Readonly<Record<string, { readonly schema: SchemaNode }>>;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Services refuse with `application/problem+json`; with plain JSON only the gateway does. */
const isOfGateway = ({ status, type }: FuzzedAnswer): boolean =>
  status >= 400 && type === 'application/json';

/**
 * The bodies with which Kong 3.9 refuses: of its core and most plugins a message and the id of the
 * request, of plugin jwt a message or the claim that is wrong, and nothing else.
 */
const gatewayBodies: Readonly<Record<number, readonly string[]>> = {
  400: ['message,request_id'],
  401: ['message', 'exp', 'nbf', 'exp,nbf'],
  404: ['message,request_id'],
  413: ['message,request_id'],
  429: ['message,request_id'],
};

const complaintAboutGateway = (body: unknown, { status, text }: FuzzedAnswer) => {
  const isRecord = typeof body === 'object' && body !== null;
  const isTexts = isRecord && Object.values(body).every((value) => typeof value === 'string');
  const names = isRecord ? Object.keys(body).sort().join() : '';
  if (isTexts && gatewayBodies[status]?.includes(names) === true) return undefined;
  return `is not how the gateway refuses with ${status}: ${text.slice(0, 300)}`;
};

/** Finds what a document, of a service or of all together, does not allow. */
export class AnswerCheck {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  private readonly validators = new Map<object, ValidateFunction>();
  private readonly known = new Set<object>();

  /** What is wrong with an answer; `undefined` when its document allows it. */
  complaintAbout(placed: PlacedOperation, answer: FuzzedAnswer): string | undefined {
    if (answer.status >= 500) return `is a ${answer.status}: ${answer.text.slice(0, 300)}`;
    const declared = placed.operation.responses[String(answer.status)];
    if (declared === undefined) {
      return `has status ${answer.status}, which is not described: ${answer.text.slice(0, 300)}`;
    }
    const { content = {} } = resolved<Described>(declared, placed.document);
    const media = content[answer.type];
    if (media === undefined) return `has the type ${answer.type}, which is not described`;
    const body = parsed(answer.text);
    if (body === undefined) return `is no JSON: ${answer.text.slice(0, 300)}`;
    if (isOfGateway(answer)) return complaintAboutGateway(body, answer);
    const validate = this.validatorOf(placed, media.schema);
    if (validate(body)) return undefined;
    return `does not fit its schema: ${this.ajv.errorsText(validate.errors)}`;
  }

  private validatorOf(
    { service, document }: PlacedOperation,
    schema: SchemaNode,
  ): ValidateFunction {
    const found = this.validators.get(schema);
    if (found !== undefined) return found;
    if (!this.known.has(document)) {
      this.ajv.addSchema({ ...document, $id: `urn:service:${service}` });
      this.known.add(document);
    }
    // References are of the whole document, of which the schema is a part.
    const text = JSON.stringify(schema).replaceAll('"#/', `"urn:service:${service}#/`);
    const validate = this.ajv.compile(JSON.parse(text) as object);
    this.validators.set(schema, validate);
    return validate;
  }
}
