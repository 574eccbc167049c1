import type { AccountingDate, AccountingMonth, CommandMetadata } from '@accounting/kernel';
import type { GeneratedFigures, SubmissionChannel } from './events';

/** Fills the return of a month in. */
export interface GenerateVatReturn {
  readonly type: 'GenerateVatReturn';
  readonly data: GeneratedFigures & {
    readonly period: AccountingMonth;
    readonly form: string;
    readonly ruleSet: string;
    readonly dueOn: AccountingDate;
    readonly entriesDigest: string;
  };
  readonly metadata: CommandMetadata;
}

/** Records that a version reached the Revenue Service. */
export interface SubmitVatReturn {
  readonly type: 'SubmitVatReturn';
  readonly data: {
    readonly period: AccountingMonth;
    /** The version that the caller has looked at. */
    readonly version: number;
    readonly channel: SubmissionChannel;
    /** 1 to 100 printable characters. */
    readonly receiptNumber: string;
    readonly submittedOn: AccountingDate;
    /** Digest of the entries as they are now. */
    readonly currentDigest: string;
  };
  readonly metadata: CommandMetadata;
}

export type VatReturnCommand = GenerateVatReturn | SubmitVatReturn;
