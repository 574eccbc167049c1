import type { Command } from '@accounting/kernel';
import type { Organisation } from '../organisation';
import type { RoleNames } from './events';

interface WithOrganisation {
  readonly organisation: Organisation;
}

interface Subject {
  readonly roleId: string;
}

export type DefineRole = Command<
  'DefineRole',
  Subject & RoleNames & { readonly permissions: readonly string[] }
> &
  WithOrganisation;

export type RenameRole = Command<'RenameRole', Subject & RoleNames> & WithOrganisation;

export type ChangeRolePermissions = Command<
  'ChangeRolePermissions',
  Subject & {
    readonly permissions: readonly string[];
    /** Why conflicts of duties that come to its holders are accepted, when there are any. */
    readonly acceptedConflictsReason: string | undefined;
  }
> &
  WithOrganisation;

export type RetireRole = Command<'RetireRole', Subject> & WithOrganisation;

export type RoleCommand = DefineRole | RenameRole | ChangeRolePermissions | RetireRole;
