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
  AcceptInvitation,
  AddFounder,
  ChangeMemberRoles,
  InviteMember,
  MembershipCommand,
  RemoveMember,
  RepeatInvitation,
} from './commands';
import { errors } from './errors';
import type { HeldRoles, MembershipEvent } from './events';
import { evolve, initialState, type Membership } from './state';

const decide = (command: MembershipCommand, membership: Membership): readonly MembershipEvent[] => {
  switch (command.type) {
    case 'InviteMember':
      return inviteMember(command, membership);
    case 'RepeatInvitation':
      return repeatInvitation(command, membership);
    case 'AcceptInvitation':
      return acceptInvitation(command, membership);
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

const checkRoles = ({ data, organisation }: InviteMember | ChangeMemberRoles): void => {
  requireNoMistakes(errors.rolesInvalid, roleMistakes(data.roleIds, organisation));
  requireAcceptanceReason(data.acceptedConflictsReason);
};

/** What the person will hold; fails when it conflicts and nobody has said why it is accepted. */
const heldRoles = (
  {
    data,
    organisation,
  }: Pick<InviteMember | AddFounder | ChangeMemberRoles, 'data' | 'organisation'>,
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

const inviteMember = (command: InviteMember, membership: Membership): MembershipEvent[] => {
  checkRoles(command);
  const { data, organisation, metadata } = command;
  const { userId } = data;
  if (isPresent(membership)) throw reject(errors.alreadyMember, { userId });
  const actor = actorIn(organisation, metadata.actorId);
  requireMayGrant(actor, permissionsOf(organisation, data.roleIds), 'roles');
  return [{ type: 'MemberInvited', data: heldRoles(command, []) }];
};

const repeatInvitation = (
  { data: { userId }, organisation, metadata }: RepeatInvitation,
  membership: Membership,
): MembershipEvent[] => {
  const { status, roleIds } = requirePresent(membership);
  requireMayChange(actorIn(organisation, metadata.actorId), permissionsOf(organisation, roleIds));
  if (status === 'active') throw reject(errors.notInvited, { userId });
  const data = { userId, roleIds, acceptedConflictsReason: undefined };
  return [{ type: 'MemberInvited', data: heldRoles({ data, organisation }, roleIds) }];
};

/** Once accepted it may be accepted again: the process may have died before it was answered. */
const acceptInvitation = (
  { data: { userId }, organisation }: AcceptInvitation,
  membership: Membership,
): MembershipEvent[] => {
  if (!isPresent(membership)) throw reject(errors.invitationRefused, { field: 'token' });
  if (membership.status === 'active') return [];
  const { roleIds } = membership;
  const data = { userId, roleIds, acceptedConflictsReason: undefined };
  return [{ type: 'MemberAdded', data: heldRoles({ data, organisation }, roleIds) }];
};

const changeRoles = (command: ChangeMemberRoles, membership: Membership): MembershipEvent[] => {
  checkRoles(command);
  const { data, organisation, metadata } = command;
  const present = requirePresent(membership);
  const actor = actorIn(organisation, metadata.actorId);
  const before = permissionsOf(organisation, present.roleIds);
  requireMayChange(actor, before);
  const granted = permissionsOf(organisation, data.roleIds).filter(
    (permission) => !before.includes(permission),
  );
  requireMayGrant(actor, granted, 'roles');
  requireAdministratorLeft(organisation, { userId: data.userId, roleIds: data.roleIds });
  const held = heldRoles(command, present.roleIds);
  if (held.roleIds.join(' ') === present.roleIds.join(' ')) return [];
  const isInvited = present.status === 'invited';
  return [{ type: isInvited ? 'MemberInvited' : 'MemberRolesChanged', data: held }];
};

const removeMember = (
  { data, organisation, metadata }: RemoveMember,
  membership: Membership,
): MembershipEvent[] => {
  const { roleIds } = requirePresent(membership);
  requireMayChange(actorIn(organisation, metadata.actorId), permissionsOf(organisation, roleIds));
  requireAdministratorLeft(organisation, { userId: data.userId, roleIds: [] });
  return [{ type: 'MemberRemoved', data: { userId: data.userId } }];
};

type Present = Extract<Membership, { readonly roleIds: readonly string[] }>;

const isPresent = (membership: Membership): membership is Present => 'roleIds' in membership;

const requirePresent = (membership: Membership): Present => {
  if (!isPresent(membership)) throw reject(errors.notFound);
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
