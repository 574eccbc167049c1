import type { Page, PageRequest, Transaction } from '@accounting/database';
import { invariant, reject, type ActorId, type CompanyId, type Uuid } from '@accounting/kernel';
import {
  metadataOf,
  type CommandContext,
  type Answer,
  type RequestContext,
} from '@accounting/service-host';
import type { MembershipCommand } from '../domain/membership/commands';
import { membershipDecider } from '../domain/membership/decide';
import { errors } from '../domain/membership/errors';
import type { Membership } from '../domain/membership/state';
import { permissionsOf, type Organisation } from '../domain/organisation';
import { endingAccess } from './ending-access';
import { streamOf, type OrganisationCommands } from './organisation-commands';
import type { Companies, MemberView, Memberships, Organisations } from './organisation-ports';
import type { Stranger } from './session-opening';
import type { Invitations, Sessions, Users, UserSummary } from './user-ports';

export interface MemberReceipt {
  readonly userId: Uuid;
  /** Who is invited may do nothing until they accept. */
  readonly status: 'invited' | 'active' | 'removed';
  readonly roles: readonly string[];
  readonly version: number;
}

/** The answer to inviting again. */
export interface RepeatedInvitation {
  readonly userId: Uuid;
  readonly expiresAt: string;
}

/** What a person has accepted. */
export interface AcceptedInvitation {
  readonly userId: Uuid;
  readonly companyId: CompanyId;
}

/** A member with what is known of the person; of who is invited only what was typed. */
export interface MemberDetails
  extends Omit<MemberView, 'roleIds'>, Pick<UserSummary, 'userId' | 'email' | 'displayName'> {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly invitationExpiresAt?: string;
  readonly isActive?: boolean;
  readonly hasSecondFactor?: boolean;
  readonly lastSignedInAt?: string;
}

interface Subject {
  readonly userId: Uuid;
}

interface Roles {
  readonly roles: readonly string[];
  readonly acceptedConflicts?: { readonly reason: string } | undefined;
}

export interface MemberUseCases {
  /** Nothing in the answer tells whether the address is known already. */
  invite(
    context: RequestContext,
    input: Roles & { readonly email: string; readonly displayName: string },
  ): Promise<Answer<MemberReceipt>>;
  inviteAgain(context: RequestContext, input: Subject): Promise<Answer<RepeatedInvitation>>;
  /** By the person, with the token that was sent to their address. */
  accept(
    context: Stranger,
    input: { readonly token: string; readonly newPassword?: string | undefined },
  ): Promise<Answer<AcceptedInvitation>>;
  changeRoles(context: RequestContext, input: Subject & Roles): Promise<Answer<MemberReceipt>>;
  remove(context: RequestContext, input: Subject): Promise<Answer<MemberReceipt>>;
  find(context: RequestContext, input: Subject): Promise<Answer<MemberDetails>>;
  list(
    context: RequestContext,
    query: PageRequest & { readonly role?: string | undefined },
  ): Promise<Answer<Page<MemberDetails>>>;
}

export interface MemberDependencies {
  readonly commands: OrganisationCommands;
  readonly organisations: Organisations;
  readonly companies: Companies;
  readonly memberships: Memberships;
  readonly users: Users;
  readonly invitations: Invitations;
  readonly sessions: Sessions;
}

export const createMemberUseCases = (dependencies: MemberDependencies): MemberUseCases => ({
  invite: (context, input) => inviteMember(dependencies, context, input),
  inviteAgain: (context, subject) => inviteAgain(dependencies, context, subject),
  accept: (context, presented) => accept(dependencies, context, presented),
  ...memberChanges(dependencies),
  ...memberQueries(dependencies),
});

/**
 * Records the change, and ends the sessions that know the old permissions. Who is only invited has
 * none here, and must not feel in other companies what is done to the invitation.
 */
const memberChanges = ({
  commands,
  sessions,
  invitations,
}: MemberDependencies): Pick<MemberUseCases, 'changeRoles' | 'remove'> => ({
  changeRoles: (context, { userId, roles, acceptedConflicts }) =>
    decideMembership(commands, context, {
      userId,
      command: (organisation) => ({
        type: 'ChangeMemberRoles',
        data: { userId, roleIds: roles, acceptedConflictsReason: acceptedConflicts?.reason },
        metadata: metadataOf(context),
        organisation,
      }),
      alongside: (status) => endingAccess(sessions, context, status === 'active' ? [userId] : []),
    }),
  remove: (context, { userId }) =>
    decideMembership(commands, context, {
      userId,
      command: (organisation) => ({
        type: 'RemoveMember',
        data: { userId },
        metadata: metadataOf(context),
        organisation,
      }),
      alongside: (status) => async (transaction) => {
        await endingAccess(sessions, context, status === 'active' ? [userId] : [])(transaction);
        // Of a member too: who was accepted when the process died has one left.
        await invitations.withdraw(transaction, { companyId: context.companyId, userId });
      },
    }),
});

const decideMembership = (
  commands: OrganisationCommands,
  context: CommandContext,
  {
    userId,
    command,
    alongside,
  }: Subject & {
    readonly command: (organisation: Organisation) => MembershipCommand;
    /** What is written with the decision, by what the membership was before. */
    readonly alongside?: (
      before: Membership['status'],
    ) => (transaction: Transaction) => Promise<void>;
  },
): Promise<Answer<MemberReceipt>> =>
  commands.run(context, {
    aggregate: membershipDecider,
    streams: [{ streamId: streamOf('membership', userId) }],
    decide: ([loaded], organisation) => {
      const before = loaded?.state ?? membershipDecider.initialState();
      const events = membershipDecider.decide(command(organisation), before);
      const after = events.reduce(membershipDecider.evolve, before);
      const roles = 'roleIds' in after ? after.roleIds : [];
      const status = 'roleIds' in after ? after.status : 'removed';
      return {
        events: [events],
        body: ([version = 0]) => ({ userId, status, roles, version }),
        ...(alongside !== undefined && { alongside: alongside(before.status) }),
      };
    },
  });

const nameOf = async (companies: Companies, companyId: CompanyId): Promise<string> => {
  const company = await companies.find(companyId);
  invariant(company !== undefined, 'a company with members is there');
  return company.nameGeorgian;
};

type NewMember = Parameters<MemberUseCases['invite']>[1];

const inviteMember = async (
  { commands, organisations, companies, invitations }: MemberDependencies,
  context: RequestContext,
  { email, displayName, roles, acceptedConflicts }: NewMember,
): Promise<Answer<MemberReceipt>> => {
  const { companyId } = context;
  const commandFor =
    (userId: Uuid) =>
    (organisation: Organisation): MembershipCommand => ({
      type: 'InviteMember',
      data: { userId, roleIds: roles, acceptedConflictsReason: acceptedConflicts?.reason },
      metadata: metadataOf(context),
      organisation,
    });
  invitations.requireSending();
  // What would be refused must not leave an account behind. Who the person is does not matter.
  const nobody = companyId as string as Uuid;
  const organisation = await organisations.load(companyId);
  membershipDecider.decide(commandFor(nobody)(organisation), membershipDecider.initialState());
  const invitee = await invitations.address(context, { email, displayName });
  const { userId } = invitee;
  const companyName = await nameOf(companies, companyId);
  const invitation = invitations.issue(context, { ...invitee, companyName });
  const answer = await decideMembership(commands, context, {
    userId,
    command: commandFor(userId),
    alongside: () => (transaction) => invitation.record(transaction),
  });
  if (answer.replayed !== true) await invitation.send();
  return answer;
};

const inviteAgain = async (
  { commands, companies, invitations }: MemberDependencies,
  context: RequestContext,
  { userId }: Subject,
): Promise<Answer<RepeatedInvitation>> => {
  const { companyId } = context;
  invitations.requireSending();
  const [found] = await invitations.find(companyId, [userId]);
  // Who is not invited is refused below, and tells apart why.
  const invitee = found ?? { userId, email: '', displayName: '' };
  const companyName = await nameOf(companies, companyId);
  const invitation = invitations.issue(context, { ...invitee, companyName });
  await decideMembership(commands, context, {
    userId,
    command: (organisation) => ({
      type: 'RepeatInvitation',
      data: { userId },
      metadata: metadataOf(context),
      organisation,
    }),
    alongside: () => (transaction) => invitation.record(transaction),
  });
  await invitation.send();
  return { body: { userId, expiresAt: invitation.expiresAt } };
};

/** First the membership, which may be accepted again, then what can be used once only. */
const accept = async (
  { commands, invitations }: MemberDependencies,
  context: Stranger,
  presented: Parameters<MemberUseCases['accept']>[1],
): Promise<Answer<AcceptedInvitation>> => {
  const invitation = await invitations.open(context, presented);
  const { userId, companyId } = invitation;
  const { correlationId, now } = context;
  const asked = { companyId, actorId: userId as string as ActorId, correlationId, now };
  await decideMembership(commands, asked, {
    userId,
    command: (organisation) => ({
      type: 'AcceptInvitation',
      data: { userId },
      metadata: metadataOf(asked),
      organisation,
    }),
  });
  await invitation.complete();
  return { body: { userId, companyId } };
};

const memberQueries = ({
  organisations,
  memberships,
  users,
  invitations,
}: MemberDependencies): Pick<MemberUseCases, 'find' | 'list'> => {
  const withPeople = async (
    { companyId }: RequestContext,
    members: readonly MemberView[],
  ): Promise<readonly MemberDetails[]> => {
    const organisation = await organisations.load(companyId);
    const idsOf = (status: MemberView['status']): readonly Uuid[] =>
      members.filter((member) => member.status === status).map(({ userId }) => userId);
    const people = await users.find(idsOf('active'));
    const invited = await invitations.find(companyId, idsOf('invited'));
    type Person = Pick<MemberDetails, 'userId' | 'email' | 'displayName'>;
    const details = new Map<Uuid, Person>([
      ...people.map((person) => [person.userId, person] as const),
      ...invited.map(
        ({ expiresAt, ...typed }) =>
          [typed.userId, { ...typed, invitationExpiresAt: expiresAt }] as const,
      ),
    ]);
    return members.flatMap(({ roleIds, ...member }) => {
      const person = details.get(member.userId);
      // Removed, or accepted, since the members were read.
      if (person === undefined) return [];
      const permissions = permissionsOf(organisation, roleIds);
      return [{ ...person, ...member, roles: roleIds, permissions }];
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
