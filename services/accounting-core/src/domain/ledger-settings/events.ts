import type { AccountId } from '../account/account-id';

/** Accounts that the ledger itself posts to. */
export interface LedgerAccounts {
  /** Takes conversion differences of at most 0.05 GEL. */
  readonly conversionDifference: AccountId;
  readonly exchangeGain: AccountId;
  readonly exchangeLoss: AccountId;
  readonly retainedEarnings: AccountId;
}

/** Whether the author of a transaction may approve it. A waiver is a written decision. */
export type FourEyesPolicy =
  { readonly required: true } | { readonly required: false; readonly reason: string };

export interface LedgerSettingsChanged {
  readonly type: 'LedgerSettingsChanged';
  readonly data: {
    readonly accounts: LedgerAccounts;
    readonly fourEyes: FourEyesPolicy;
    readonly changedBy: string;
  };
}

export type LedgerSettingsEvent = LedgerSettingsChanged;
