import type { Uuid } from '@accounting/kernel';

/** Somebody said how the turnover of a transaction is taxed that was posted without VAT. */
export interface VatTreatmentAssigned {
  readonly type: 'VatTreatmentAssigned';
  readonly data: {
    readonly transactionId: Uuid;
    /** Line of the return: `I.14`; or `out_of_scope`, which is in no line. */
    readonly line: string;
    readonly assignedBy: string;
  };
}

export type VatTreatmentEvent = VatTreatmentAssigned;
