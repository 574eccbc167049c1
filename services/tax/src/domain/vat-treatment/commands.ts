import type { AccountingMonth, CommandMetadata, Uuid } from '@accounting/kernel';
import type { ReturnForm } from '../vat-return/return-form';

/** Says how the turnover of a transaction is taxed that was posted without VAT. */
export interface AssignVatTreatment {
  readonly type: 'AssignVatTreatment';
  readonly data: {
    readonly transactionId: Uuid;
    /** Line of the return, exempt with or without credit; or `out_of_scope`. */
    readonly line: string;
  };
  /** The form of the transaction's month. */
  readonly form: ReturnForm;
  readonly period: AccountingMonth;
  readonly metadata: CommandMetadata;
}

export type VatTreatmentCommand = AssignVatTreatment;
