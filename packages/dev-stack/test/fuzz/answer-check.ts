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

/** Finds what a service's document does not allow. */
export class AnswerCheck {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  private readonly validators = new Map<object, ValidateFunction>();
  private readonly known = new Set<object>();

  /** What is wrong with an answer; `undefined` when its document allows it. */
  complaintAbout(placed: PlacedOperation, answer: FuzzedAnswer): string | undefined {
    if (answer.status >= 500) return `is a ${answer.status}: ${answer.text.slice(0, 300)}`;
    const declared = placed.operation.responses[String(answer.status)];
    if (declared === undefined) return `has status ${answer.status}, which is not described`;
    const { content = {} } = resolved<Described>(declared, placed.document);
    const media = content[answer.type];
    if (media === undefined) return `has the type ${answer.type}, which is not described`;
    const validate = this.validatorOf(placed, media.schema);
    if (validate(JSON.parse(answer.text))) return undefined;
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
