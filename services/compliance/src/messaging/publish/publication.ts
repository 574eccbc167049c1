import type { Json } from '@accounting/event-store';
import {
  publication as publicationOn,
  type FactsOf,
  type Publication,
} from '@accounting/messaging';
import type { DescMessage, MessageJsonType } from '@bufbuild/protobuf';
import type { OrganisationEvent } from '../../domain/organisation-event';

/** The data of each fact, by its type. */
export type OrganisationFacts = FactsOf<OrganisationEvent>;

type Aggregate =
  'company' | 'membership' | 'role' | 'company-policy' | 'company-duties' | 'partner';

/** How facts of an aggregate look to others. */
export const publication =
  (aggregate: Aggregate) =>
  <Schema extends DescMessage, Data>(
    schema: Schema,
    toJson: (data: Data) => MessageJsonType<Schema> & Json,
  ): Publication<Data> =>
    publicationOn(`compliance.${aggregate}`, schema, toJson);
