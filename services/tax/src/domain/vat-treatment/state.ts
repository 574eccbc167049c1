import type { VatTreatmentEvent } from './events';

/** How one transaction is taxed, where somebody has said so. */
export interface VatTreatment {
  readonly line?: string;
}

export const initialState = (): VatTreatment => ({});

/** With a second kind of fact this becomes a switch over `event.type` that ends in `exhaustive`. */
export const evolve = (_: VatTreatment, { data: { line } }: VatTreatmentEvent): VatTreatment => ({
  line,
});
