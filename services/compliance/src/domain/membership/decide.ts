import { exhaustive, reject, type Decider, type Uuid } from '@accounting/kernel';
import {
  conflictsToAccept,
  requireAcceptanceReason,
  requireAccepted,
  requireMayChange,
  requireMayGrant,
} from '../granting';
import {
  actorIn,
  isAdministrator,
  memberOf,
  permissionsOf,
  permissionsOfRole,
  type Organisation,
} from '../organisation';
import { conflictsIn } from '../separation-of-duties';
import { requireNoMistakes, type Mistake } from '../violations';
import type {
  AddFounder,
  AddMember,
  ChangeMemberRoles,
  MembershipCommand,
  RemoveMember,
} from './commands';
import { errors } from './errors';
import type { HeldRoles, MembershipEvent } from './events';
import { evolve, initialState, type Membership } from './state';

const decide = (command: MembershipCommand, membership: Membership): readonly MembershipEvent[] => {
  switch (command.type) {
    case 'AddMember':
      return addMember(command, membership);
    case 'AddFounder':
      return [{ type: 'MemberAdded', data: heldRoles(command, []) }];
    case 'ChangeMemberRoles':
      return changeRoles(command, membership);
    case 'RemoveMember':
      return removeMember(command, membership);
    default:
      return exhaustive(command);
  }
};

export const membershipDecider: Decider<MembershipCommand, MembershipEvent, Membership> = {
  initialState,
  decide,
  evolve,
};

const roleMistakes = (
  roleIds: readonly string[],
  organisation: Organisation,
): readonly Mistake[] => {
  if (roleIds.length === 0) return [{ field: 'roles', definition: errors.rolesMissing }];
  return roleIds.flatMap((roleId, index) => {
    const field = `roles[${String(index)}]`;
    if (permissionsOfRole(organisation, roleId) === undefined) {
      return [{ field, definition: errors.roleUnknown }];
    }
    const isRepeated = roleIds.indexOf(roleId) < index;
    return isRepeated ? [{ field, definition: errors.roleRepeated }] : [];
  });
};

const checkRoles = ({ data, organisation }: AddMember | ChangeMemberRoles): void => {
  requireNoMistakes(errors.rolesInvalid, roleMistakes(data.roleIds, organisation));
  requireAcceptanceReason(data.acceptedConflictsReason);
};

/** What the person will hold; fails when it conflicts and nobody has said why it is accepted. */
const heldRoles = (
  { data, organisation }: AddMember | AddFounder | ChangeMemberRoles,
  rolesBefore: readonly string[],
): HeldRoles => {
  const { userId, acceptedConflictsReason } = data;
  const after = permissionsOf(organisation, data.roleIds);
  const toAccept = conflictsToAccept(
    {
      before: permissionsOf(organisation, rolesBefore),
      after,
      acceptedRuleIds: memberOf(organisation, userId)?.acceptedRuleIds ?? [],
    },
    organisation.dutyRules,
  );
  return {
    userId,
    roleIds: [...data.roleIds].sort(),
    conflictingRuleIds: conflictsIn(after, organisation.dutyRules).map(({ ruleId }) => ruleId),
    acceptance: requireAccepted(toAccept, acceptedConflictsReason),
  };
};

const addMember = (command: AddMember, membership: Membership): MembershipEvent[] => {
  checkRoles(command);
  const { data, organisation, metadata } = command;
  if (membership.status === 'active') throw reject(errors.alreadyMember, { userId: data.userId });
  const actor = actorIn(organisation, metadata.actorId);
  requireMayGrant(actor, permissionsOf(organisation, data.roleIds), 'roles');
  return [{ type: 'MemberAdded', data: heldRoles(command, []) }];
};

const changeRoles = (command: ChangeMemberRoles, membership: Membership): MembershipEvent[] => {
  checkRoles(command);
  const { data, organisation, metadata } = command;
  const present = requireActive(membership);
  const actor = actorIn(organisation, metadata.actorId);
  const before = permissionsOf(organisation, present.roleIds);
  requireMayChange(actor, before);
  const granted = permissionsOf(organisation, data.roleIds).filter(
    (permission) => !before.includes(permission),
  );
  requireMayGrant(actor, granted, 'roles');
  requireAdministratorLeft(organisation, { userId: data.userId, roleIds: data.roleIds });
  const held = heldRoles(command, present.roleIds);
  const isSame = held.roleIds.join(' ') === present.roleIds.join(' ');
  return isSame ? [] : [{ type: 'MemberRolesChanged', data: held }];
};

const removeMember = (
  { data, organisation, metadata }: RemoveMember,
  membership: Membership,
): MembershipEvent[] => {
  const { roleIds } = requireActive(membership);
  requireMayChange(actorIn(organisation, metadata.actorId), permissionsOf(organisation, roleIds));
  requireAdministratorLeft(organisation, { userId: data.userId, roleIds: [] });
  return [{ type: 'MemberRemoved', data: { userId: data.userId } }];
};

const requireActive = (membership: Membership): Membership & { readonly status: 'active' } => {
  if (membership.status !== 'active') throw reject(errors.notFound);
  return membership;
};

/** Without an administrator nobody could make one. */
const requireAdministratorLeft = (
  { members }: Organisation,
  changed: { readonly userId: Uuid; readonly roleIds: readonly string[] },
): void => {
  const others = members.filter(({ userId }) => userId !== changed.userId);
  if ([...others, changed].some(isAdministrator)) return;
  throw reject(errors.lastAdministrator);
};
