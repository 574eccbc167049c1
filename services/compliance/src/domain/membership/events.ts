import type { Uuid } from '@accounting/kernel';
import type { Acceptance } from '../granting';

/** The roles of a person from now on, and what separation of duties says of them. */
export interface HeldRoles {
  readonly userId: Uuid;
  /** Sorted: names of standard roles, ids of custom ones. */
  readonly roleIds: readonly string[];
  /** Every rule that these permissions together break. */
  readonly conflictingRuleIds: readonly string[];
  /** Of those, the ones that were accepted now. */
  readonly acceptance: Acceptance | null;
}

/** Somebody may work for the company as soon as they accept; said again of each further message. */
export interface MemberInvited {
  readonly type: 'MemberInvited';
  readonly data: HeldRoles;
}

/** Somebody works for the company: they have accepted, or founded it. */
export interface MemberAdded {
  readonly type: 'MemberAdded';
  readonly data: HeldRoles;
}

export interface MemberRolesChanged {
  readonly type: 'MemberRolesChanged';
  readonly data: HeldRoles;
}

/** Somebody works for the company no more, or the invitation was taken back. */
export interface MemberRemoved {
  readonly type: 'MemberRemoved';
  readonly data: { readonly userId: Uuid };
}

export type MembershipEvent = MemberInvited | MemberAdded | MemberRolesChanged | MemberRemoved;
