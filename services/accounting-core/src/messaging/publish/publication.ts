import type { Json } from '@accounting/event-store';
import type { DescMessage, MessageJsonType } from '@bufbuild/protobuf';
import type { LedgerEvent } from '../../domain/ledger-event';

/** The data of each fact, by its type. */
export type LedgerFacts = { readonly [Event in LedgerEvent as Event['type']]: Event['data'] };

/** How a fact looks to others. */
export interface Publication<Data> {
  readonly topic: string;
  /** Full name of the protobuf message. */
  readonly type: string;
  /** proto3 JSON of that message. */
  readonly toJson: (data: Data) => Json;
}

type Aggregate =
  'account' | 'transaction' | 'fiscal-period' | 'fiscal-year' | 'exchange-rate' | 'ledger-settings';

/**
 * A fact becomes the JSON of its message directly, because the relay does it thousands of times a
 * second; the compiler holds the JSON to the message's type, and a test to its meaning.
 */
export const publication = <Schema extends DescMessage, Data>(
  aggregate: Aggregate,
  schema: Schema,
  toJson: (data: Data) => MessageJsonType<Schema> & Json,
): Publication<Data> => ({ topic: `accounting-core.${aggregate}`, type: schema.typeName, toJson });
