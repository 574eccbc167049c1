import type { AccountingMonth } from '@accounting/kernel';
import type { AccountId } from '../domain/account/account-id';
import type { FiscalPeriodStatus } from '../domain/fiscal-period/events';
import type { LedgerReference, ReferenceAccount } from '../domain/ledger-reference';
import type { FourEyesPolicy, LedgerAccounts } from '../domain/ledger-settings/events';

export interface ReferenceSettings {
  readonly accounts: LedgerAccounts;
  readonly fourEyes: FourEyesPolicy;
}

export interface ReferenceData {
  readonly version: number;
  readonly accounts: readonly ReferenceAccount[];
  readonly closedPeriods: ReadonlyMap<AccountingMonth, FiscalPeriodStatus>;
  /** Earliest first. */
  readonly closedYears: readonly number[];
  /** Absent until a chart was adopted or settings were made. */
  readonly settings: ReferenceSettings | undefined;
}

/** Reference data that also says how much memory it takes. */
export interface LoadedLedgerReference extends LedgerReference {
  readonly accountCount: number;
}

/**
 * The same accounts with one copy of each text that repeats: the driver makes a new one for every
 * row, which would be a third of the memory.
 */
const sharingTexts = (accounts: readonly ReferenceAccount[]): readonly ReferenceAccount[] => {
  const texts = new Map<string, string>();
  const share = <Text extends string | null>(text: Text): Text => {
    if (text === null) return text;
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return (known ?? text) as Text;
  };
  return accounts.map((account) => ({
    ...account,
    accountId: share(account.accountId),
    parentAccountId: share(account.parentAccountId),
    type: share(account.type),
    normalBalance: share(account.normalBalance),
    currency: share(account.currency),
  }));
};

export const createLedgerReference = (data: ReferenceData): LoadedLedgerReference => {
  const accounts = sharingTexts(data.accounts);
  const byId = new Map<AccountId, ReferenceAccount>();
  for (const account of accounts) byId.set(account.accountId, account);
  // Only imports and the chart itself ask by code; most companies never need the second map.
  let byCode: Map<string, ReferenceAccount> | undefined;
  const accountsByCode = (): Map<string, ReferenceAccount> =>
    (byCode ??= new Map(accounts.map((account) => [account.code, account])));

  return {
    version: data.version,
    accountCount: byId.size,
    accountById: (accountId) => byId.get(accountId),
    accountByCode: (code) => accountsByCode().get(code),
    accounts: () => byId.values(),
    periodStatus: (period) => data.closedPeriods.get(period) ?? 'open',
    closedYears: data.closedYears,
    ledgerAccounts: data.settings?.accounts,
    fourEyes: data.settings?.fourEyes ?? { required: true },
  };
};
