import type { VatReturnEvent } from './vat-return/events';

/** Every fact of this service. */
export type TaxEvent = VatReturnEvent;

/** The shape in which each fact is recorded today. */
export const eventSchemaVersions: Readonly<Record<TaxEvent['type'], number>> = {
  VatReturnGenerated: 1,
  VatReturnSubmitted: 1,
};
