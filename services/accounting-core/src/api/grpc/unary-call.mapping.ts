import { parseInput, type Answer, type RequestContext } from '@accounting/service-host';
import type { Message } from '@bufbuild/protobuf';
import { z } from 'zod';
import { fieldsOf } from './messages.mapping';

const version = z.bigint().min(0n).max(BigInt(Number.MAX_SAFE_INTEGER)).transform(Number);

/** The version that the caller saw, where REST requires If-Match and where it only takes it. */
export const requiredVersion = { expectedVersion: version };
export const optionalVersion = { expectedVersion: version.optional() };

interface UnaryCall<Request extends Message, Schema extends z.ZodType, Body, Reply> {
  /** Of the input; the same parsers as those of REST. */
  readonly schema: Schema;
  /** The request as plain input for the schema; its fields as they are unless said otherwise. */
  readonly input?: (request: Request) => object;
  readonly ask: (
    context: RequestContext,
    input: Omit<z.output<Schema>, 'expectedVersion'>,
  ) => Promise<Answer<Body>>;
  readonly reply: (body: Body) => Reply;
}

/**
 * One method: reads the request, asks the use case, writes the answer. The version that the caller
 * saw is part of the request, and of the context from here on.
 */
export const unary =
  <Request extends Message, Schema extends z.ZodType<object>, Body, Reply>({
    schema,
    input: inputOf = fieldsOf,
    ask,
    reply,
  }: UnaryCall<Request, Schema, Body, Reply>) =>
  async (context: RequestContext, request: Request): Promise<Reply> => {
    const parsed: z.output<Schema> & { readonly expectedVersion?: number } = parseInput(
      schema,
      inputOf(request),
    );
    const { expectedVersion, ...input } = parsed;
    const { body } = await ask(
      expectedVersion === undefined ? context : { ...context, expectedVersion },
      input,
    );
    return reply(body);
  };
