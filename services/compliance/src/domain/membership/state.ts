import { exhaustive } from '@accounting/kernel';
import type { MembershipEvent } from './events';

/** Who was removed may be invited again. */
export type Membership =
  | { readonly status: 'absent' }
  | { readonly status: 'invited' | 'active'; readonly roleIds: readonly string[] }
  | { readonly status: 'removed' };

export const initialState = (): Membership => ({ status: 'absent' });

export const evolve = (_membership: Membership, event: MembershipEvent): Membership => {
  switch (event.type) {
    case 'MemberInvited':
      return { status: 'invited', roleIds: event.data.roleIds };
    case 'MemberAdded':
    case 'MemberRolesChanged':
      return { status: 'active', roleIds: event.data.roleIds };
    case 'MemberRemoved':
      return { status: 'removed' };
    default:
      return exhaustive(event);
  }
};
