import { exhaustive, invariant } from '@accounting/kernel';
import type { RoleEvent, RoleNames } from './events';

interface KnownRole extends RoleNames {
  readonly roleId: string;
  readonly permissions: readonly string[];
}

export type Role =
  | { readonly status: 'absent' }
  | (KnownRole & { readonly status: 'active' })
  | (KnownRole & { readonly status: 'retired' });

export const initialState = (): Role => ({ status: 'absent' });

export const evolve = (role: Role, event: RoleEvent): Role => {
  if (event.type === 'RoleDefined') return { ...event.data, status: 'active' };
  invariant(role.status !== 'absent', 'the first fact of a role is its definition');
  switch (event.type) {
    case 'RoleRenamed':
      return { ...role, ...event.data };
    case 'RolePermissionsChanged':
      return { ...role, permissions: event.data.permissions };
    case 'RoleRetired':
      return { ...role, status: 'retired' };
    default:
      return exhaustive(event);
  }
};
