import type { Command, Currency } from '@accounting/kernel';
import type { LedgerReference } from '../ledger-reference';
import type { AccountId } from './account-id';
import type { AccountType, NormalBalance } from './events';

interface WithLedger {
  readonly ledger: LedgerReference;
}

interface Subject {
  readonly accountId: AccountId;
}

interface Names {
  /** 1 to 200 characters each. */
  readonly nameEnglish: string;
  readonly nameGeorgian: string;
}

interface Classification {
  readonly isMonetary: boolean;
  readonly currency: Currency | null;
  readonly ifrsLine: string | null;
  /** At most 20 pairs. */
  readonly metadata: Readonly<Record<string, string>>;
}

export type CreateAccount = Command<
  'CreateAccount',
  Subject &
    Names &
    Classification & {
      /** 1 to 20 of `0-9 A-Z . -`; unique in the company. */
      readonly code: string;
      readonly type: AccountType;
      /** The usual side of the type unless said otherwise. */
      readonly normalBalance?: NormalBalance | undefined;
      readonly parentAccountId: AccountId | null;
      readonly isPostable: boolean;
    }
> &
  WithLedger;

export type RenameAccount = Command<'RenameAccount', Subject & Names>;

export type MoveAccount = Command<
  'MoveAccount',
  Subject & { readonly parentAccountId: AccountId | null }
> &
  WithLedger;

export type ClassifyAccount = Command<
  'ClassifyAccount',
  Subject &
    Classification & {
      /** The currencies in which the account has a balance now. */
      readonly currenciesWithBalance: readonly Currency[];
    }
> &
  WithLedger;

export type DeactivateAccount = Command<
  'DeactivateAccount',
  Subject & {
    /** True while its balance in any currency, or in GEL, is not zero. */
    readonly hasBalance: boolean;
  }
> &
  WithLedger;

export type ReactivateAccount = Command<'ReactivateAccount', Subject> & WithLedger;

export type AccountCommand =
  | CreateAccount
  | RenameAccount
  | MoveAccount
  | ClassifyAccount
  | DeactivateAccount
  | ReactivateAccount;
