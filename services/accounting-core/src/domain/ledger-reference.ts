import type { AccountingMonth, Currency } from '@accounting/kernel';
import type { AccountId } from './account/account-id';
import type { AccountType, NormalBalance } from './account/events';
import type { FiscalPeriodStatus } from './fiscal-period/events';
import type { FourEyesPolicy, LedgerAccounts } from './ledger-settings/events';

/** What a posting needs to know about an account. */
export interface ReferenceAccount {
  readonly accountId: AccountId;
  readonly code: string;
  readonly type: AccountType;
  readonly normalBalance: NormalBalance;
  readonly parentAccountId: AccountId | null;
  readonly isPostable: boolean;
  readonly isMonetary: boolean;
  readonly isActive: boolean;
  readonly currency: Currency | null;
}

/**
 * A company's reference data at one version of the consistency marker `ledger`. Decisions are made
 * on it in memory; the commit proves that the version is still current.
 */
export interface LedgerReference {
  readonly version: number;
  accountById(accountId: AccountId): ReferenceAccount | undefined;
  accountByCode(code: string): ReferenceAccount | undefined;
  accounts(): Iterable<ReferenceAccount>;
  /** `open` for every month that was never closed. */
  periodStatus(period: AccountingMonth): FiscalPeriodStatus;
  /** The fiscal years that are closed, earliest first. */
  readonly closedYears: readonly number[];
  /** `undefined` until a chart was adopted or settings were made. */
  readonly ledgerAccounts: LedgerAccounts | undefined;
  readonly fourEyes: FourEyesPolicy;
}

/** The consistency marker that guards accounts, periods and settings of a company. */
export const ledgerMarker = 'ledger';
