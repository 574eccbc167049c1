import type { Currency, ErrorDefinition } from '@accounting/kernel';
import type { ReferenceAccount } from './ledger-reference';
import { errors } from './transaction/errors';

/** Why an account takes no entry in a currency, or `undefined` when it does. */
export const postingObstacle = (
  account: ReferenceAccount,
  currency: Currency,
): { readonly error: ErrorDefinition; readonly message: string } | undefined => {
  const { code } = account;
  if (!account.isActive) {
    return {
      error: errors.accountInactive,
      message: `Account ${code} is inactive; reactivate it or use another.`,
    };
  }
  if (!account.isPostable) {
    return {
      error: errors.accountNotPostable,
      message: `Account ${code} is a heading; post to an account below it.`,
    };
  }
  if (account.currency !== null && account.currency !== currency) {
    return {
      error: errors.accountCurrency,
      message: `Account ${code} takes entries in ${account.currency} only, not in ${currency}.`,
    };
  }
  return undefined;
};
