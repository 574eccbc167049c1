import type { Page, PageRequest, Transaction } from '@accounting/database';
import { reject, type Uuid } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import { requireMayChange } from '../domain/granting';
import type { MembershipCommand } from '../domain/membership/commands';
import { membershipDecider } from '../domain/membership/decide';
import { errors } from '../domain/membership/errors';
import { actorIn, permissionsOf, type Organisation } from '../domain/organisation';
import { endingAccess } from './ending-access';
import { errors as invitationErrors } from './member-errors';
import { metadataOf, streamOf, type OrganisationCommands } from './organisation-commands';
import type { MemberView, Memberships, Organisations } from './organisation-ports';
import type { Sessions, Users, UserSummary } from './user-ports';

/** The token with which a new person sets a password. It is told once and kept nowhere. */
export interface Invitation {
  readonly token: string;
  readonly expiresAt: string;
}

export interface MemberReceipt {
  readonly userId: Uuid;
  readonly roles: readonly string[];
  readonly version: number;
}

/** The answer to adding somebody. */
export interface AddedMember extends MemberReceipt {
  /**
   * `existing` has an account already; `told` carries the invitation; `withheld` is what a repeated
   * request is answered, whose first answer carried it.
   */
  readonly account: 'existing' | 'invited' | 'invitation_withheld';
  readonly invitation?: Invitation;
}

/** The answer to inviting again. */
export interface RepeatedInvitation {
  readonly userId: Uuid;
  readonly account: 'invited';
  readonly invitation: Invitation;
}

/** A member with what is known of the person. */
export interface MemberDetails extends Omit<MemberView, 'roleIds'>, UserSummary {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

interface Subject {
  readonly userId: Uuid;
}

interface Roles {
  readonly roles: readonly string[];
  readonly acceptedConflicts?: { readonly reason: string } | undefined;
}

export interface MemberUseCases {
  add(
    context: RequestContext,
    input: Roles & { readonly email: string; readonly displayName: string },
  ): Promise<Answer<AddedMember>>;
  changeRoles(context: RequestContext, input: Subject & Roles): Promise<Answer<MemberReceipt>>;
  remove(context: RequestContext, input: Subject): Promise<Answer<MemberReceipt>>;
  inviteAgain(context: RequestContext, input: Subject): Promise<Answer<RepeatedInvitation>>;
  find(context: RequestContext, input: Subject): Promise<Answer<MemberDetails>>;
  list(
    context: RequestContext,
    query: PageRequest & { readonly role?: string | undefined },
  ): Promise<Answer<Page<MemberDetails>>>;
}

export interface MemberDependencies {
  readonly commands: OrganisationCommands;
  readonly organisations: Organisations;
  readonly memberships: Memberships;
  readonly users: Users;
  readonly sessions: Sessions;
}

export const createMemberUseCases = (dependencies: MemberDependencies): MemberUseCases => {
  const { commands, sessions } = dependencies;

  /** Records the change, and ends the sessions that know the old permissions. */
  const changeMember = (
    context: RequestContext,
    { userId }: Subject,
    command: (organisation: Organisation) => MembershipCommand,
  ): Promise<Answer<MemberReceipt>> =>
    decideMembership(commands, context, {
      userId,
      command,
      body: (receipt) => receipt,
      alongside: endingAccess(sessions, context, [userId]),
    });

  return {
    add: (context, input) => addMember(dependencies, context, input),
    changeRoles: (context, { userId, roles, acceptedConflicts }) =>
      changeMember(context, { userId }, (organisation) => ({
        type: 'ChangeMemberRoles',
        data: { userId, roleIds: roles, acceptedConflictsReason: acceptedConflicts?.reason },
        metadata: metadataOf(context),
        organisation,
      })),
    remove: (context, { userId }) =>
      changeMember(context, { userId }, (organisation) => ({
        type: 'RemoveMember',
        data: { userId },
        metadata: metadataOf(context),
        organisation,
      })),
    inviteAgain: (context, subject) => inviteAgain(dependencies, context, subject),
    ...memberQueries(dependencies),
  };
};

const decideMembership = <Body>(
  commands: OrganisationCommands,
  context: RequestContext,
  {
    userId,
    command,
    body,
    alongside,
  }: Subject & {
    readonly command: (organisation: Organisation) => MembershipCommand;
    readonly body: (receipt: MemberReceipt) => Body;
    readonly alongside?: (transaction: Transaction) => Promise<void>;
  },
): Promise<Answer<Body>> =>
  commands.run(context, {
    aggregate: membershipDecider,
    streams: [{ streamId: streamOf('membership', userId) }],
    decide: ([loaded], organisation) => {
      const before = loaded?.state ?? membershipDecider.initialState();
      const events = membershipDecider.decide(command(organisation), before);
      const after = events.reduce(membershipDecider.evolve, before);
      const roles = after.status === 'active' ? after.roleIds : [];
      return {
        events: [events],
        body: ([version = 0]) => body({ userId, roles, version }),
        ...(alongside !== undefined && { alongside }),
      };
    },
  });

type NewMember = Parameters<MemberUseCases['add']>[1];

const addMember = async (
  { commands, organisations, users }: MemberDependencies,
  context: RequestContext,
  { email, displayName, roles, acceptedConflicts }: NewMember,
): Promise<Answer<AddedMember>> => {
  const commandFor =
    (userId: Uuid) =>
    (organisation: Organisation): MembershipCommand => ({
      type: 'AddMember',
      data: { userId, roleIds: roles, acceptedConflictsReason: acceptedConflicts?.reason },
      metadata: metadataOf(context),
      organisation,
    });
  const existing = await users.findByEmail(email);
  if (existing === undefined) {
    // What would be refused must not leave an account behind. Who the person is does not matter.
    const organisation = await organisations.load(context.companyId);
    const nobody = context.companyId as Uuid;
    membershipDecider.decide(commandFor(nobody)(organisation), membershipDecider.initialState());
  }
  const { userId } = existing ?? (await users.register(context, { email, displayName }));
  const answer = await decideMembership<AddedMember>(commands, context, {
    userId,
    command: commandFor(userId),
    body: (receipt) => ({
      ...receipt,
      account: existing === undefined ? 'invitation_withheld' : 'existing',
    }),
  });
  const { body } = answer;
  if (answer.replayed === true || body.account === 'existing') return answer;
  // After the record of the request, which keeps what a repetition is answered.
  const invitation = await users.invite(context, userId);
  return { ...answer, body: { ...body, account: 'invited', invitation } };
};

/**
 * Whoever has the token sets the password. So it is for people who never had one and whom no other
 * company knows, and given to who may change what they hold; everybody else resets it themselves.
 */
const inviteAgain = async (
  { organisations, memberships, users }: MemberDependencies,
  context: RequestContext,
  { userId }: Subject,
): Promise<Answer<RepeatedInvitation>> => {
  const { companyId, actorId } = context;
  const member = await memberships.find(companyId, userId);
  const [person] = member === undefined ? [] : await users.find([userId]);
  if (member === undefined || person === undefined) throw reject(errors.notFound, { userId });
  const organisation = await organisations.load(companyId);
  requireMayChange(actorIn(organisation, actorId), permissionsOf(organisation, member.roleIds));
  const isElsewhere = await memberships.isKnownElsewhere(userId, companyId);
  if (person.lastSignedInAt !== undefined || isElsewhere) {
    throw reject(invitationErrors.accountInUse, { userId });
  }
  const invitation = await users.invite(context, userId);
  return { body: { userId, account: 'invited', invitation } };
};

const memberQueries = ({
  organisations,
  memberships,
  users,
}: MemberDependencies): Pick<MemberUseCases, 'find' | 'list'> => {
  const withPeople = async (
    { companyId }: RequestContext,
    members: readonly MemberView[],
  ): Promise<readonly MemberDetails[]> => {
    const people = await users.find(members.map(({ userId }) => userId));
    const byId = new Map(people.map((person) => [person.userId, person]));
    const organisation = await organisations.load(companyId);
    return members.flatMap(({ roleIds, ...member }) => {
      const person = byId.get(member.userId);
      if (person === undefined) return [];
      return [
        { ...person, ...member, roles: roleIds, permissions: permissionsOf(organisation, roleIds) },
      ];
    });
  };
  return {
    find: async (context, { userId }) => {
      const member = await memberships.find(context.companyId, userId);
      const [details] = member === undefined ? [] : await withPeople(context, [member]);
      if (details === undefined) throw reject(errors.notFound, { userId });
      return { body: details, version: details.version };
    },
    list: async (context, { role, limit, after }) => {
      const page = await memberships.list(context.companyId, { roleId: role }, { limit, after });
      return { body: { ...page, items: await withPeople(context, page.items) } };
    },
  };
};
