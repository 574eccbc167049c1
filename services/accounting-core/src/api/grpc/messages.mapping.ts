import type { Message } from '@bufbuild/protobuf';

/** What a request says, without what protobuf adds to it. */
export const fieldsOf = <Request extends Message>({
  $typeName: _name,
  $unknown: _unknown,
  ...fields
}: Request): Omit<Request, keyof Message> => fields;

/** Which page is wanted: an empty text and a zero are how protobuf says nothing. */
export const pageFields = ({
  limit,
  after,
}: {
  readonly limit: number;
  readonly after: string;
}) => ({
  limit: limit === 0 ? undefined : limit,
  after: after === '' ? undefined : after,
});

type NullableNames<Value> = {
  [Name in keyof Value]: null extends Value[Name] ? Name : never;
}[keyof Value];

type WithoutNulls<Value> = Omit<Value, NullableNames<Value>> & {
  -readonly [Name in NullableNames<Value>]?: Exclude<Value[Name], null>;
};

/** The same without what is `null`: protobuf says it by leaving it out. */
export const withoutNulls = <Value extends object>(value: Value): WithoutNulls<Value> =>
  Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== null),
  ) as WithoutNulls<Value>;

/** A version as protobuf carries it. */
export const versioned = <Value extends { readonly version: number }>(value: Value) => ({
  ...value,
  version: BigInt(value.version),
});
