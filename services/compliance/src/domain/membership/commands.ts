import type { Uuid } from '@accounting/kernel';
import type { Command } from '../command';
import type { Organisation } from '../organisation';

interface Subject {
  readonly userId: Uuid;
}

interface Roles extends Subject {
  readonly roleIds: readonly string[];
  /** Why a conflict of duties is accepted, when there is one. */
  readonly acceptedConflictsReason: string | undefined;
}

interface WithOrganisation {
  readonly organisation: Organisation;
}

export type AddMember = Command<'AddMember', Roles> & WithOrganisation;

/** The first member of a company that is being registered: there is nobody yet who could ask. */
export type AddFounder = Command<'AddFounder', Roles> & WithOrganisation;

export type ChangeMemberRoles = Command<'ChangeMemberRoles', Roles> & WithOrganisation;

export type RemoveMember = Command<'RemoveMember', Subject> & WithOrganisation;

export type MembershipCommand = AddMember | AddFounder | ChangeMemberRoles | RemoveMember;
