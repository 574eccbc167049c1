import type { Currency } from '@accounting/kernel';
import type { AccountId } from './account-id';

/**
 * The element of financial statements an account belongs to (Conceptual Framework 4.1); a contra
 * account reduces the element it is named after and has the opposite normal balance.
 */
export type AccountType =
  | 'asset'
  | 'contra_asset'
  | 'liability'
  | 'contra_liability'
  | 'equity'
  | 'contra_equity'
  | 'income'
  | 'contra_income'
  | 'expense'
  | 'contra_expense';

/** The side that increases the account; `both` for accounts that may stand on either side. */
export type NormalBalance = 'debit' | 'credit' | 'both';

/** Everything about an account but its lifecycle. */
export interface AccountDetails {
  readonly nameEnglish: string;
  readonly nameGeorgian: string;
  readonly type: AccountType;
  readonly normalBalance: NormalBalance;
  readonly parentAccountId: AccountId | null;
  /** False for headings that only sum up the accounts below them. */
  readonly isPostable: boolean;
  /** True for money held and sums to be received or paid in fixed units of currency (IAS 21.16). */
  readonly isMonetary: boolean;
  /** When set, every entry must be in this currency. */
  readonly currency: Currency | null;
  /** Line of the IFRS statements; `null` when not mapped. */
  readonly ifrsLine: string | null;
  /** Free labels of the company, at most 20. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface AccountCreated {
  readonly type: 'AccountCreated';
  readonly data: AccountDetails & { readonly accountId: AccountId; readonly code: string };
}

export interface AccountRenamed {
  readonly type: 'AccountRenamed';
  readonly data: {
    readonly accountId: AccountId;
    readonly nameEnglish: string;
    readonly nameGeorgian: string;
  };
}

export interface AccountMoved {
  readonly type: 'AccountMoved';
  readonly data: { readonly accountId: AccountId; readonly parentAccountId: AccountId | null };
}

/** Mapping, metadata, monetary nature or the currency restriction changed. */
export interface AccountClassified {
  readonly type: 'AccountClassified';
  readonly data: {
    readonly accountId: AccountId;
    readonly isMonetary: boolean;
    readonly currency: Currency | null;
    readonly ifrsLine: string | null;
    readonly metadata: Readonly<Record<string, string>>;
  };
}

export interface AccountDeactivated {
  readonly type: 'AccountDeactivated';
  readonly data: { readonly accountId: AccountId };
}

export interface AccountReactivated {
  readonly type: 'AccountReactivated';
  readonly data: { readonly accountId: AccountId };
}

export type AccountEvent =
  | AccountCreated
  | AccountRenamed
  | AccountMoved
  | AccountClassified
  | AccountDeactivated
  | AccountReactivated;
