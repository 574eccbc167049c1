import { exhaustive, invariant } from '@accounting/kernel';
import type { AccountId } from './account-id';
import type { AccountDetails, AccountEvent } from './events';

/** An account that exists, whatever its status. */
export interface KnownAccount extends AccountDetails {
  readonly accountId: AccountId;
  readonly code: string;
}

export type Account =
  | { readonly status: 'absent' }
  | (KnownAccount & { readonly status: 'active' })
  | (KnownAccount & { readonly status: 'inactive' });

export const initialState = (): Account => ({ status: 'absent' });

export const evolve = (account: Account, event: AccountEvent): Account => {
  if (event.type === 'AccountCreated') return { ...event.data, status: 'active' };
  invariant(account.status !== 'absent', 'the first fact of an account is its creation');
  switch (event.type) {
    case 'AccountRenamed':
    case 'AccountMoved':
    case 'AccountClassified':
      return { ...account, ...event.data };
    case 'AccountDeactivated':
      return { ...account, status: 'inactive' };
    case 'AccountReactivated':
      return { ...account, status: 'active' };
    default:
      return exhaustive(event);
  }
};
