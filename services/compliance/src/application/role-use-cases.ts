import { reject, type NewUuid } from '@accounting/kernel';
import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import type { Organisation } from '../domain/organisation';
import type { RoleCommand } from '../domain/role/commands';
import { roleDecider } from '../domain/role/decide';
import { errors } from '../domain/role/errors';
import type { RoleNames } from '../domain/role/events';
import { standardRole, standardRoles } from '../domain/role/standard-roles';
import { endingAccess } from './ending-access';
import { streamOf, type AlongsideFor, type OrganisationCommands } from './organisation-commands';
import type { CustomRoles } from './organisation-ports';
import type { Sessions } from './user-ports';

export interface RoleView extends RoleNames {
  readonly roleId: string;
  readonly permissions: readonly string[];
  /** True of the roles that every company has. */
  readonly isStandard: boolean;
  readonly isRetired: boolean;
  /** 0 of a standard role, which never changes. */
  readonly version: number;
}

export interface RoleReceipt {
  readonly roleId: string;
  readonly version: number;
}

interface Subject {
  readonly roleId: string;
}

interface Permissions {
  readonly permissions: readonly string[];
}

export interface RoleUseCases {
  define(
    context: RequestContext,
    input: RoleNames & Permissions & { readonly roleId?: string | undefined },
  ): Promise<Answer<RoleReceipt>>;
  rename(context: RequestContext, input: Subject & RoleNames): Promise<Answer<RoleReceipt>>;
  changePermissions(
    context: RequestContext,
    input: Subject &
      Permissions & { readonly acceptedConflicts?: { readonly reason: string } | undefined },
  ): Promise<Answer<RoleReceipt>>;
  retire(context: RequestContext, input: Subject): Promise<Answer<RoleReceipt>>;
  find(context: RequestContext, input: Subject): Promise<Answer<RoleView>>;
  list(context: RequestContext): Promise<Answer<{ readonly items: readonly RoleView[] }>>;
}

export interface RoleDependencies {
  readonly commands: OrganisationCommands;
  readonly roles: CustomRoles;
  readonly sessions: Sessions;
  readonly newUuid: NewUuid;
}

export const createRoleUseCases = (dependencies: RoleDependencies): RoleUseCases => {
  const { sessions, newUuid } = dependencies;
  const write = (
    context: RequestContext,
    roleId: string,
    command: (organisation: Organisation) => RoleCommand,
    alongside?: AlongsideFor,
  ): Promise<Answer<RoleReceipt>> =>
    writeRole(dependencies.commands, context, { roleId, command, alongside });

  return {
    define: (context, { roleId = newUuid(), nameEnglish, nameGeorgian, permissions }) =>
      write(context, roleId, (organisation) => ({
        type: 'DefineRole',
        data: { roleId, nameEnglish, nameGeorgian, permissions },
        metadata: metadataOf(context),
        organisation,
      })),
    rename: (context, { roleId, nameEnglish, nameGeorgian }) =>
      write(context, roleId, (organisation) => ({
        type: 'RenameRole',
        data: { roleId, nameEnglish, nameGeorgian },
        metadata: metadataOf(context),
        organisation,
      })),
    changePermissions: (context, { roleId, permissions, acceptedConflicts }) =>
      write(
        context,
        roleId,
        (organisation) => ({
          type: 'ChangeRolePermissions',
          data: { roleId, permissions, acceptedConflictsReason: acceptedConflicts?.reason },
          metadata: metadataOf(context),
          organisation,
        }),
        ({ members }) =>
          endingAccess(
            sessions,
            context,
            members.filter(({ roleIds }) => roleIds.includes(roleId)).map(({ userId }) => userId),
          ),
      ),
    retire: (context, { roleId }) =>
      write(context, roleId, (organisation) => ({
        type: 'RetireRole',
        data: { roleId },
        metadata: metadataOf(context),
        organisation,
      })),
    ...roleQueries(dependencies.roles),
  };
};

const writeRole = (
  commands: OrganisationCommands,
  context: RequestContext,
  {
    roleId,
    command,
    alongside,
  }: {
    readonly roleId: string;
    readonly command: (organisation: Organisation) => RoleCommand;
    readonly alongside: AlongsideFor | undefined;
  },
): Promise<Answer<RoleReceipt>> =>
  commands.run(context, {
    aggregate: roleDecider,
    streams: [{ streamId: streamOf('role', roleId) }],
    decide: ([loaded], organisation) => {
      const before = loaded?.state ?? roleDecider.initialState();
      const events = roleDecider.decide(command(organisation), before);
      return {
        events: [events],
        body: ([version = 0]) => ({ roleId, version }),
        ...(alongside && { alongside: alongside(organisation) }),
      };
    },
  });

const standardViews: readonly RoleView[] = standardRoles.map((role) => ({
  ...role,
  permissions: [...role.permissions].sort(),
  isStandard: true,
  isRetired: false,
  version: 0,
}));

const roleQueries = (roles: CustomRoles): Pick<RoleUseCases, 'find' | 'list'> => ({
  find: async ({ companyId }, { roleId }) => {
    const standard = standardRole(roleId) && standardViews.find((role) => role.roleId === roleId);
    if (standard !== undefined) return { body: standard };
    const role = await roles.find(companyId, roleId);
    if (role === undefined) throw reject(errors.notFound, { roleId });
    return { body: { ...role, isStandard: false }, version: role.version };
  },
  list: async ({ companyId }) => {
    const own = await roles.list(companyId);
    const ownViews = own.map((role) => ({ ...role, isStandard: false }));
    return { body: { items: [...standardViews, ...ownViews] } };
  },
});
