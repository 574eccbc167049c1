import {
  cutPage,
  keyAfter,
  keyPatterns,
  type KeysetOrder,
  type Page,
  type PageRequest,
} from '@accounting/database';
import type { Uuid } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import {
  permissionsOf,
  permissionsOfRole,
  type Member,
  type Organisation,
} from '../domain/organisation';
import { conflictsIn, type DutyRule } from '../domain/separation-of-duties';
import type { AcceptedConflict, Memberships, Organisations } from './organisation-ports';
import { errors } from './page-errors';
import type { Users } from './user-ports';

/** One person who holds what one rule keeps apart. */
export interface Conflict {
  readonly userId: Uuid;
  readonly email: string;
  readonly displayName: string;
  readonly ruleId: string;
  readonly first: string;
  readonly second: string;
  /** The roles that carry each of the two. */
  readonly firstThrough: readonly string[];
  readonly secondThrough: readonly string[];
  /** `null` of a conflict that nobody has accepted: the rule is younger than the roles. */
  readonly acceptance: {
    readonly reason: string;
    readonly acceptedBy: string;
    readonly acceptedAt: string;
  } | null;
}

export interface ConflictReport {
  conflicts(context: RequestContext, page: PageRequest): Promise<Answer<Page<Conflict>>>;
}

const order: KeysetOrder = {
  name: 'duty conflicts',
  parts: [keyPatterns.uuid, keyPatterns.text],
};

export const createConflictReport = ({
  organisations,
  memberships,
  users,
}: {
  readonly organisations: Organisations;
  readonly memberships: Memberships;
  readonly users: Users;
}): ConflictReport => ({
  conflicts: async ({ companyId }, page) => {
    const organisation = await organisations.load(companyId);
    const accepted = await memberships.acceptedConflicts(companyId);
    const [userId = '', ruleId = ''] = keyAfter(order, page, errors.invalidCursor) ?? [];
    const found = foundIn(organisation).filter(
      ({ member, rule }) =>
        member.userId > userId || (member.userId === userId && rule.ruleId > ruleId),
    );
    const cut = cutPage(found.slice(0, page.limit + 1), page, {
      order,
      keyOf: ({ member, rule }) => [member.userId, rule.ruleId],
      toItem: (item) => item,
    });
    const people = await users.find([...new Set(cut.items.map(({ member }) => member.userId))]);
    const byId = new Map(people.map((person) => [person.userId, person]));
    const items = cut.items.map(({ member, rule }) => ({
      ...viewOf(organisation, member, rule),
      email: byId.get(member.userId)?.email ?? '',
      displayName: byId.get(member.userId)?.displayName ?? '',
      acceptance: acceptanceOf(accepted, member, rule),
    }));
    return { body: { ...cut, items } };
  },
});

interface Found {
  readonly member: Member;
  readonly rule: DutyRule;
}

/** By person, then by rule: the order of the pages. */
const foundIn = (organisation: Organisation): readonly Found[] =>
  organisation.members
    .flatMap((member) =>
      conflictsIn(permissionsOf(organisation, member.roleIds), organisation.dutyRules).map(
        (rule) => ({ member, rule }),
      ),
    )
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));

const keyOf = ({ member, rule }: Found): string => `${member.userId} ${rule.ruleId}`;

const viewOf = (
  organisation: Organisation,
  { userId, roleIds }: Member,
  { ruleId, first, second }: DutyRule,
): Omit<Conflict, 'email' | 'displayName' | 'acceptance'> => {
  const through = (permission: string): readonly string[] =>
    roleIds.filter((roleId) => permissionsOfRole(organisation, roleId)?.includes(permission));
  return {
    userId,
    ruleId,
    first,
    second,
    firstThrough: through(first),
    secondThrough: through(second),
  };
};

const acceptanceOf = (
  accepted: readonly AcceptedConflict[],
  { userId }: Member,
  { ruleId }: DutyRule,
): Conflict['acceptance'] => {
  const found = accepted.find((each) => each.userId === userId && each.ruleId === ruleId);
  if (found === undefined) return null;
  const { reason, acceptedBy, acceptedAt } = found;
  return { reason, acceptedBy, acceptedAt };
};
