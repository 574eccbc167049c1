import { exhaustive, reject, type Decider } from '@accounting/kernel';
import {
  conflictsToAccept,
  requireAcceptanceReason,
  requireAccepted,
  requireMayChange,
  requireMayGrant,
} from '../granting';
import { actorIn, permissionsOf, type Member, type Organisation } from '../organisation';
import { isName } from '../text-limits';
import { mistakeUnless, requireNoMistakes, type Mistake } from '../violations';
import type {
  ChangeRolePermissions,
  DefineRole,
  RenameRole,
  RetireRole,
  RoleCommand,
} from './commands';
import { errors } from './errors';
import type { HolderConflict, RoleEvent, RoleNames } from './events';
import { permissionMistakes } from './permission-list';
import { standardRole, standardRoles } from './standard-roles';
import { evolve, initialState, type Role } from './state';

const decide = (command: RoleCommand, role: Role): readonly RoleEvent[] => {
  switch (command.type) {
    case 'DefineRole':
      return defineRole(command, role);
    case 'RenameRole':
      return renameRole(command, role);
    case 'ChangeRolePermissions':
      return changePermissions(command, role);
    case 'RetireRole':
      return retireRole(command, role);
    default:
      return exhaustive(command);
  }
};

export const roleDecider: Decider<RoleCommand, RoleEvent, Role> = { initialState, decide, evolve };

type Active = Role & { readonly status: 'active' };

const requireActive = (roleId: string, role: Role): Active => {
  if (standardRole(roleId) !== undefined) throw reject(errors.standard, { roleId });
  if (role.status === 'absent') throw reject(errors.notFound, { roleId });
  if (role.status === 'retired') throw reject(errors.retired, { roleId });
  return role;
};

const nameMistakes = (names: RoleNames): readonly Mistake[] =>
  (['nameEnglish', 'nameGeorgian'] as const).flatMap((field) =>
    mistakeUnless(isName(names[field]), field, errors.nameInvalid),
  );

/** Two roles that read alike would be mistaken for each other, in either language. */
const requireFreeNames = (
  names: RoleNames,
  roleId: string,
  { customRoles }: Organisation,
): void => {
  const others = [...standardRoles, ...customRoles].filter((role) => role.roleId !== roleId);
  for (const field of ['nameEnglish', 'nameGeorgian'] as const) {
    const key = keyOf(names[field]);
    if (others.some((role) => keyOf(role[field]) === key))
      throw reject(errors.nameTaken, { field });
  }
};

const keyOf = (name: string): string => name.trim().normalize('NFKC').toLowerCase();

const defineRole = (
  { data, organisation, metadata }: DefineRole,
  role: Role,
): readonly RoleEvent[] => {
  const { roleId, nameEnglish, nameGeorgian } = data;
  const mistakes = [...nameMistakes(data), ...permissionMistakes(data.permissions, 'permissions')];
  requireNoMistakes(errors.inputInvalid, mistakes);
  if (role.status !== 'absent') throw reject(errors.alreadyExists, { roleId });
  requireFreeNames(data, roleId, organisation);
  requireMayGrant(actorIn(organisation, metadata.actorId), data.permissions, 'permissions');
  const permissions = [...data.permissions].sort();
  return [{ type: 'RoleDefined', data: { roleId, nameEnglish, nameGeorgian, permissions } }];
};

const renameRole = (
  { data, organisation, metadata }: RenameRole,
  role: Role,
): readonly RoleEvent[] => {
  requireNoMistakes(errors.inputInvalid, nameMistakes(data));
  const { roleId, nameEnglish, nameGeorgian } = data;
  const active = requireActive(roleId, role);
  requireFreeNames(data, roleId, organisation);
  requireMayChange(actorIn(organisation, metadata.actorId), active.permissions);
  const isSame = active.nameEnglish === nameEnglish && active.nameGeorgian === nameGeorgian;
  return isSame ? [] : [{ type: 'RoleRenamed', data: { roleId, nameEnglish, nameGeorgian } }];
};

const changePermissions = (
  { data, organisation, metadata }: ChangeRolePermissions,
  role: Role,
): readonly RoleEvent[] => {
  const { roleId, acceptedConflictsReason } = data;
  requireNoMistakes(errors.inputInvalid, permissionMistakes(data.permissions, 'permissions'));
  requireAcceptanceReason(acceptedConflictsReason);
  const active = requireActive(roleId, role);
  const actor = actorIn(organisation, metadata.actorId);
  requireMayChange(actor, active.permissions);
  const permissions = [...data.permissions].sort();
  const added = permissions.filter((permission) => !active.permissions.includes(permission));
  requireMayGrant(actor, added, 'permissions');
  if (permissions.join(' ') === active.permissions.join(' ')) return [];
  const conflicts = conflictsOfHolders(organisation, { roleId, permissions });
  const ruleIds = [...new Set(conflicts.map(({ ruleId }) => ruleId))];
  const accepted = requireAccepted(ruleIds, acceptedConflictsReason);
  const acceptance = accepted && { reason: accepted.reason, conflicts };
  return [{ type: 'RolePermissionsChanged', data: { roleId, permissions, acceptance } }];
};

/** The role with other permissions, and everything else as it is. */
const changed = (
  organisation: Organisation,
  role: { readonly roleId: string; readonly permissions: readonly string[] },
): Organisation => ({
  ...organisation,
  customRoles: organisation.customRoles.map((existing) =>
    existing.roleId === role.roleId ? { ...existing, permissions: role.permissions } : existing,
  ),
});

const holdersOf = ({ members }: Organisation, roleId: string): readonly Member[] =>
  members.filter(({ roleIds }) => roleIds.includes(roleId));

const conflictsOfHolders = (
  organisation: Organisation,
  role: { readonly roleId: string; readonly permissions: readonly string[] },
): readonly HolderConflict[] => {
  const afterwards = changed(organisation, role);
  return holdersOf(organisation, role.roleId).flatMap(({ userId, roleIds, acceptedRuleIds }) => {
    const before = permissionsOf(organisation, roleIds);
    const after = permissionsOf(afterwards, roleIds);
    return conflictsToAccept({ before, after, acceptedRuleIds }, organisation.dutyRules).map(
      (ruleId) => ({ userId, ruleId }),
    );
  });
};

const retireRole = (
  { data: { roleId }, organisation, metadata }: RetireRole,
  role: Role,
): readonly RoleEvent[] => {
  const active = requireActive(roleId, role);
  requireMayChange(actorIn(organisation, metadata.actorId), active.permissions);
  const holders = holdersOf(organisation, roleId);
  if (holders.length > 0) throw reject(errors.held, { roleId, holderCount: holders.length });
  return [{ type: 'RoleRetired', data: { roleId } }];
};
