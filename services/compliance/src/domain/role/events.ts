import type { Uuid } from '@accounting/kernel';

export interface RoleNames {
  readonly nameEnglish: string;
  readonly nameGeorgian: string;
}

export interface RoleDefined {
  readonly type: 'RoleDefined';
  readonly data: RoleNames & {
    readonly roleId: string;
    /** Sorted. */
    readonly permissions: readonly string[];
  };
}

export interface RoleRenamed {
  readonly type: 'RoleRenamed';
  readonly data: RoleNames & { readonly roleId: string };
}

/** A conflict of duties that came to one holder with the change. */
export interface HolderConflict {
  readonly userId: Uuid;
  readonly ruleId: string;
}

export interface RolePermissionsChanged {
  readonly type: 'RolePermissionsChanged';
  readonly data: {
    readonly roleId: string;
    readonly permissions: readonly string[];
    /** What its holders hold now and should not, and why that is accepted. */
    readonly acceptance: {
      readonly reason: string;
      readonly conflicts: readonly HolderConflict[];
    } | null;
  };
}

export interface RoleRetired {
  readonly type: 'RoleRetired';
  readonly data: { readonly roleId: string };
}

export type RoleEvent = RoleDefined | RoleRenamed | RolePermissionsChanged | RoleRetired;
