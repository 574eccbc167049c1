import { Currency, reject, type ErrorDefinition } from '@accounting/kernel';
import { postingObstacle } from './account-usability';
import { defineError } from './error-definition';
import type { LedgerReference, ReferenceAccount } from './ledger-reference';
import type { LedgerAccounts } from './ledger-settings/events';

const ledgerAccountMissing: ErrorDefinition = defineError(
  'ledger_account_missing',
  'failed_precondition',
  'The settings name no usable account for what the ledger has to post; choose one first.',
);

/** The account that the ledger itself posts to in GEL. Throws when it cannot take entries. */
export const requireLedgerAccount = (
  ledger: LedgerReference,
  role: keyof LedgerAccounts,
): ReferenceAccount => {
  const account = findLedgerAccount(ledger, role);
  if (account === undefined) throw reject(ledgerAccountMissing, { role });
  return account;
};

export const findLedgerAccount = (
  ledger: LedgerReference,
  role: keyof LedgerAccounts,
): ReferenceAccount | undefined => {
  const accountId = ledger.ledgerAccounts?.[role];
  const account = accountId === undefined ? undefined : ledger.accountById(accountId);
  if (account === undefined) return undefined;
  return postingObstacle(account, Currency.GEL) === undefined ? account : undefined;
};
