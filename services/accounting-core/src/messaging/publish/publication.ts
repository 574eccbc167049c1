import {
  publication as publicationOn,
  type FactsOf,
  type Publication,
} from '@accounting/messaging';
import type { Json } from '@accounting/event-store';
import type { DescMessage, MessageJsonType } from '@bufbuild/protobuf';
import type { LedgerEvent } from '../../domain/ledger-event';

/** The data of each fact, by its type. */
export type LedgerFacts = FactsOf<LedgerEvent>;

type Aggregate =
  'account' | 'transaction' | 'fiscal-period' | 'fiscal-year' | 'exchange-rate' | 'ledger-settings';

/** How a fact of an aggregate looks to others. */
export const publication = <Schema extends DescMessage, Data>(
  aggregate: Aggregate,
  schema: Schema,
  toJson: (data: Data) => MessageJsonType<Schema> & Json,
): Publication<Data> => publicationOn(`accounting-core.${aggregate}`, schema, toJson);
