import type { Command, Uuid } from '@accounting/kernel';
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

export type InviteMember = Command<'InviteMember', Roles> & WithOrganisation;

/** The message before was lost or is too old. */
export type RepeatInvitation = Command<'RepeatInvitation', Subject> & WithOrganisation;

/** The person has proven that the address is theirs, and wants to work for the company. */
export type AcceptInvitation = Command<'AcceptInvitation', Subject> & WithOrganisation;

/** The first member of a company that is being registered: there is nobody yet who could ask. */
export type AddFounder = Command<'AddFounder', Roles> & WithOrganisation;

export type ChangeMemberRoles = Command<'ChangeMemberRoles', Roles> & WithOrganisation;

export type RemoveMember = Command<'RemoveMember', Subject> & WithOrganisation;

export type MembershipCommand =
  | InviteMember
  | RepeatInvitation
  | AcceptInvitation
  | AddFounder
  | ChangeMemberRoles
  | RemoveMember;
