import type { AccountingDate, AccountingMonth } from '@accounting/kernel';

/** A line of a return as it was generated; amounts are decimal text in GEL. */
export interface GeneratedLine {
  /** Line of the form: `I.14.1`. */
  readonly id: string;
  readonly base: string;
  readonly vat: string;
  /** Of part III only. */
  readonly goodsAndServices?: string;
  /** Of part III only. */
  readonly fixedAssets?: string;
  readonly vatOfEntries: string;
  readonly entryCount: number;
}

/** The figures of a return; amounts are decimal text in GEL. */
export interface GeneratedFigures {
  readonly lines: readonly GeneratedLine[];
  readonly outputVat: string;
  readonly reverseChargeVat: string;
  readonly inputVat: string;
  /** Below zero it is in the payer's favour. */
  readonly payable: string;
  readonly unclassified: string;
  readonly entryCount: number;
}

/** The return of a month was filled in from its entries. */
export interface VatReturnGenerated {
  readonly type: 'VatReturnGenerated';
  readonly data: GeneratedFigures & {
    readonly period: AccountingMonth;
    /** Counts from 1 for each month. */
    readonly version: number;
    /** Amended returns replace one that was submitted. */
    readonly kind: 'original' | 'amended';
    /** Layout of the Revenue Service. */
    readonly form: string;
    /** Edition of the rules. */
    readonly ruleSet: string;
    /** Day on which return and payment are due, after the shift over days off. */
    readonly dueOn: AccountingDate;
    /** SHA-256, hexadecimal, of the entries behind the figures. */
    readonly entriesDigest: string;
    readonly generatedBy: string;
  };
}

/** How a return reached the Revenue Service. */
export type SubmissionChannel = 'by_hand' | 'revenue_service';

/** A version was submitted; from then on its month is locked. */
export interface VatReturnSubmitted {
  readonly type: 'VatReturnSubmitted';
  readonly data: {
    readonly period: AccountingMonth;
    readonly version: number;
    readonly kind: 'original' | 'amended';
    readonly channel: SubmissionChannel;
    /** The Revenue Service's number of what it received. */
    readonly receiptNumber: string;
    readonly submittedOn: AccountingDate;
    /** Due date of the month, so that lateness is plain. */
    readonly dueOn: AccountingDate;
    readonly payable: string;
    readonly entriesDigest: string;
    readonly submittedBy: string;
  };
}

export type VatReturnEvent = VatReturnGenerated | VatReturnSubmitted;
