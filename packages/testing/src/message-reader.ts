import { createRegistry, fromJsonString, toJson } from '@bufbuild/protobuf';
import type { DescFile, JsonValue } from '@bufbuild/protobuf';

/** What a message needs to be read. */
interface PublishedMessage {
  readonly attributes: { readonly type: string };
  readonly value: unknown;
}

/**
 * Reads messages as a consumer does, parsed strictly as what they claim to be; for tests of what a
 * service publishes. `published` is a namespace of `@accounting/contracts`. Throws on a message of
 * a type that is not in it, and on one with unknown fields.
 */
export const messageReader = (
  published: Readonly<Record<string, unknown>>,
): ((message: PublishedMessage) => JsonValue) => {
  const registry = createRegistry(
    ...Object.values(published).filter(
      (exported): exported is DescFile =>
        typeof exported === 'object' &&
        exported !== null &&
        'kind' in exported &&
        exported.kind === 'file',
    ),
  );
  return ({ attributes: { type }, value }) => {
    const schema = registry.getMessage(type);
    if (schema === undefined) throw new Error(`${type} is no message`);
    const message = fromJsonString(schema, JSON.stringify(value), { ignoreUnknownFields: false });
    return toJson(schema, message, { alwaysEmitImplicit: true });
  };
};
