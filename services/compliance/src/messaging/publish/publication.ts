import type { Json } from '@accounting/event-store';
import type { DescMessage, MessageJsonType } from '@bufbuild/protobuf';
import type { OrganisationEvent } from '../../domain/organisation-event';

/** The data of each fact, by its type. */
export type OrganisationFacts = {
  readonly [Event in OrganisationEvent as Event['type']]: Event['data'];
};

/** How a fact looks to others. */
export interface Publication<Data> {
  readonly topic: string;
  /** Full name of the protobuf message. */
  readonly type: string;
  /** proto3 JSON of that message. */
  readonly toJson: (data: Data) => Json;
}

type Aggregate =
  'company' | 'membership' | 'role' | 'company-policy' | 'company-duties' | 'partner';

/** The compiler holds what is made of a fact to the message's type, and a test to its meaning. */
export const publication =
  (aggregate: Aggregate) =>
  <Schema extends DescMessage, Data>(
    schema: Schema,
    toJson: (data: Data) => MessageJsonType<Schema> & Json,
  ): Publication<Data> => ({ topic: `compliance.${aggregate}`, type: schema.typeName, toJson });
