import type { Uuid } from '@accounting/kernel';
import { administratorRoleId, standardRole } from './role/standard-roles';
import type { DutyRule } from './separation-of-duties';

/** A role that a company made and has not retired. */
export interface CustomRole {
  readonly roleId: string;
  readonly nameEnglish: string;
  readonly nameGeorgian: string;
  readonly permissions: readonly string[];
}

export interface Member {
  readonly userId: Uuid;
  readonly roleIds: readonly string[];
  /** Rules whose breach by this person was accepted in writing. */
  readonly acceptedRuleIds: readonly string[];
}

/**
 * Who may do what in one company, at one version: what decisions about memberships, roles, partners
 * and duties are made on. All of them require and advance `organisationMarker`, so that no two of
 * them rely on what the other is changing.
 */
export interface Organisation {
  readonly version: number;
  readonly members: readonly Member[];
  readonly customRoles: readonly CustomRole[];
  /** How many partner systems are active. */
  readonly partnerCount: number;
  /** Those that hold for the company. */
  readonly dutyRules: readonly DutyRule[];
}

export const organisationMarker = 'organisation';

/** Who asks, as the organisation knows them: a token may be older than their present roles. */
export interface Actor {
  readonly isAdministrator: boolean;
  readonly permissions: readonly string[];
}

/** The permissions of a role; `undefined` when the company has no such role. */
export const permissionsOfRole = (
  { customRoles }: Organisation,
  roleId: string,
): readonly string[] | undefined =>
  (standardRole(roleId) ?? customRoles.find((role) => role.roleId === roleId))?.permissions;

/** The permissions of all the roles together, sorted. */
export const permissionsOf = (
  organisation: Organisation,
  roleIds: readonly string[],
): readonly string[] => {
  const all = roleIds.flatMap((roleId) => permissionsOfRole(organisation, roleId) ?? []);
  return [...new Set(all)].sort();
};

export const memberOf = ({ members }: Organisation, userId: string): Member | undefined =>
  members.find((member) => member.userId === userId);

export const isAdministrator = ({ roleIds }: Pick<Member, 'roleIds'>): boolean =>
  roleIds.includes(administratorRoleId);

/** Who is no member may do nothing. */
export const actorIn = (organisation: Organisation, actorId: string): Actor => {
  const member = memberOf(organisation, actorId);
  if (member === undefined) return { isAdministrator: false, permissions: [] };
  return {
    isAdministrator: isAdministrator(member),
    permissions: permissionsOf(organisation, member.roleIds),
  };
};
