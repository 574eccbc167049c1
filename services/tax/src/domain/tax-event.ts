import type { VatReturnEvent } from './vat-return/events';
import type { VatTreatmentEvent } from './vat-treatment/events';

/** Every fact of this service. */
export type TaxEvent = VatReturnEvent | VatTreatmentEvent;

/** The shape in which each fact is recorded today. */
export const eventSchemaVersions: Readonly<Record<TaxEvent['type'], number>> = {
  VatReturnGenerated: 1,
  VatReturnSubmitted: 1,
  VatTreatmentAssigned: 1,
};
