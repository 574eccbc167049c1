import { DeciderSpecification } from '@accounting/testing';
import type { MembershipCommand } from '../../src/domain/membership/commands';
import { membershipDecider } from '../../src/domain/membership/decide';
import type { MembershipEvent } from '../../src/domain/membership/events';
import {
  ana,
  askedBy,
  member,
  nino,
  organisation,
  paymentRole,
  stranger,
  supplierRole,
  tamar,
} from './organisation-fixtures';

const { given } = DeciderSpecification.for(membershipDecider);

type Roles = Partial<Extract<MembershipCommand, { type: 'InviteMember' }>>;

const invite = (roleIds: readonly string[], by = ana, more: Roles = {}, reason?: string) =>
  ({
    type: 'InviteMember',
    data: { userId: stranger, roleIds, acceptedConflictsReason: reason },
    metadata: askedBy(by),
    organisation: organisation(),
    ...more,
  }) as const;

const change = (userId = nino, roleIds: readonly string[] = [], by = ana) => ({
  type: 'ChangeMemberRoles' as const,
  data: { userId, roleIds, acceptedConflictsReason: undefined as string | undefined },
  metadata: askedBy(by),
  organisation: organisation(),
});

const remove = (userId = nino, by = ana) => ({
  type: 'RemoveMember' as const,
  data: { userId },
  metadata: askedBy(by),
  organisation: organisation(),
});

const held = (userId = nino, ...roleIds: readonly string[]) => ({
  userId,
  roleIds,
  conflictingRuleIds: [],
  acceptance: null,
});

const added = (userId = nino, ...roleIds: readonly string[]): MembershipEvent => ({
  type: 'MemberAdded',
  data: held(userId, ...roleIds),
});

const invited = (userId = nino, ...roleIds: readonly string[]): MembershipEvent => ({
  type: 'MemberInvited',
  data: held(userId, ...roleIds),
});

const accept = (userId = nino) => ({
  type: 'AcceptInvitation' as const,
  data: { userId },
  metadata: askedBy(userId),
  organisation: organisation(),
});

const repeat = (userId = nino, by = ana) => ({
  type: 'RepeatInvitation' as const,
  data: { userId },
  metadata: askedBy(by),
  organisation: organisation(),
});

const both = [supplierRole.roleId, paymentRole.roleId];
const conflict = 'suppliers-and-payments';

describe('inviting somebody', () => {
  it('records the roles, sorted', () => {
    given([])
      .when(invite(['tax_specialist', 'accountant']))
      .then([invited(stranger, 'accountant', 'tax_specialist')]);
  });

  it('takes back who was removed', () => {
    given([added(stranger, 'accountant'), { type: 'MemberRemoved', data: { userId: stranger } }])
      .when(invite(['accountant']))
      .then([invited(stranger, 'accountant')]);
  });

  it.each([
    ['no role', [], 'compliance.member_roles_missing', 'roles'],
    ['an unknown role', ['cook'], 'compliance.member_role_unknown', 'roles[0]'],
    ['a role twice', ['accountant', 'accountant'], 'compliance.member_role_repeated', 'roles[1]'],
  ])('refuses %s', (_what, roleIds, code, field) => {
    given([]).when(invite(roleIds)).thenRejects(code, { kind: 'invalid_argument', field });
  });

  it('reports several mistakes together', () => {
    given([])
      .when(invite(['cook', 'accountant', 'accountant']))
      .thenRejects('compliance.member_roles_invalid', { field: 'roles[0]' });
  });

  it('refuses a reason of which nothing can be seen', () => {
    given([])
      .when(invite(both, ana, {}, '\u200B'))
      .thenRejects('compliance.conflict_reason_invalid', { field: 'acceptedConflicts.reason' });
  });

  it.each([['a member', added] as const, ['invited', invited] as const])(
    'refuses who is %s already',
    (_what, present) => {
      given([present(stranger, 'accountant')])
        .when(invite(['accountant']))
        .thenRejects('compliance.member_exists', { kind: 'already_exists' });
    },
  );
});

describe('an invitation', () => {
  it('makes a member of who accepts it, with the roles it names', () => {
    given([invited(nino, 'accountant')])
      .when(accept())
      .then([added(nino, 'accountant')]);
  });

  it('is accepted once, however often it is tried', () => {
    given([invited(nino, 'accountant'), added(nino, 'accountant')])
      .when(accept())
      .thenNothing();
  });

  it('is not accepted when it was taken back, or never given', () => {
    const takenBack: MembershipEvent = { type: 'MemberRemoved', data: { userId: nino } };
    given([invited(nino, 'accountant'), takenBack])
      .when(accept())
      .thenRejects('compliance.invitation_refused', { field: 'token' });
    given([]).when(accept()).thenRejects('compliance.invitation_refused');
  });

  it('keeps what was accepted in writing when it was given', () => {
    const data = { ...held(nino, ...both), conflictingRuleIds: [conflict] };
    const acceptance = { reason: 'Two people work here', ruleIds: [conflict] };
    given([{ type: 'MemberInvited', data: { ...data, acceptance } }])
      .when(accept())
      .then([{ type: 'MemberAdded', data }]);
  });

  it('may name other roles before it is accepted', () => {
    given([invited(nino, 'accountant')])
      .when(change(nino, ['tax_specialist']))
      .then([invited(nino, 'tax_specialist')]);
  });

  it('is given again to who has not accepted, by who may give what it names', () => {
    given([invited(nino, 'accountant')])
      .when(repeat())
      .then([invited(nino, 'accountant')]);
    given([invited(nino, 'administrator')])
      .when(repeat(nino, tamar))
      .thenRejects('compliance.permissions_exceed_yours');
    given([added(nino, 'accountant')])
      .when(repeat())
      .thenRejects('compliance.member_not_invited', { kind: 'failed_precondition' });
    given([]).when(repeat()).thenRejects('compliance.member_not_found');
  });

  it('is taken back like a membership', () => {
    given([invited(nino, 'accountant')])
      .when(remove())
      .then([{ type: 'MemberRemoved', data: { userId: nino } }]);
  });
});

describe('granting', () => {
  it('lets a chief accountant give what they hold themselves', () => {
    given([])
      .when(invite(['accountant'], tamar))
      .then([invited(stranger, 'accountant')]);
  });

  it('refuses a chief accountant who makes an administrator', () => {
    given([])
      .when(invite(['administrator'], tamar))
      .thenRejects('compliance.permission_not_held', {
        kind: 'permission_denied',
        field: 'roles',
        details: { permissions: ['admin:system'] },
      });
  });

  it('refuses a chief accountant who gives a custom role with more than they hold', () => {
    given([])
      .when(invite([paymentRole.roleId], tamar))
      .thenRejects('compliance.permission_not_held', {
        details: { permissions: ['payments:execute'] },
      });
  });

  it('refuses a chief accountant who raises themselves', () => {
    given([added(tamar, 'chief_accountant')])
      .when(change(tamar, ['chief_accountant', 'administrator'], tamar))
      .thenRejects('compliance.permission_not_held');
  });

  it('refuses who is no member any more, whatever their token says', () => {
    given([])
      .when(invite(['accountant'], stranger))
      .thenRejects('compliance.permission_not_held');
  });
});

describe('changing roles', () => {
  it('records the new ones', () => {
    given([added(nino, 'accountant')])
      .when(change(nino, ['tax_specialist']))
      .then([{ type: 'MemberRolesChanged', data: held(nino, 'tax_specialist') }]);
  });

  it('records nothing when they are the same in another order', () => {
    given([added(nino, 'accountant', 'tax_specialist')])
      .when(change(nino, ['tax_specialist', 'accountant']))
      .thenNothing();
  });

  it('refuses roles with mistakes, and who is no member', () => {
    given([added()]).when(change(nino, [])).thenRejects('compliance.member_roles_missing');
    given([])
      .when(change(nino, ['accountant']))
      .thenRejects('compliance.member_not_found');
  });

  it('refuses a chief accountant who demotes an administrator', () => {
    given([added(ana, 'administrator')])
      .when(change(ana, ['accountant'], tamar))
      .thenRejects('compliance.permissions_exceed_yours', { kind: 'permission_denied' });
  });

  it('keeps the last administrator', () => {
    given([added(ana, 'administrator')])
      .when(change(ana, ['chief_accountant']))
      .thenRejects('compliance.last_administrator', { kind: 'failed_precondition' });
  });

  it('lets an administrator step back when there is another', () => {
    const members = [member(ana, 'administrator'), member(tamar, 'administrator')];
    given([added(ana, 'administrator')])
      .when({ ...change(ana, ['accountant']), organisation: organisation({ members }) })
      .then([{ type: 'MemberRolesChanged', data: held(ana, 'accountant') }]);
  });
});

describe('removing a member', () => {
  it('is recorded', () => {
    given([added(nino, 'accountant')])
      .when(remove())
      .then([{ type: 'MemberRemoved', data: { userId: nino } }]);
  });

  it('refuses who is no member', () => {
    given([]).when(remove()).thenRejects('compliance.member_not_found');
  });

  it('refuses a chief accountant who removes an administrator', () => {
    given([added(ana, 'administrator')])
      .when(remove(ana, tamar))
      .thenRejects('compliance.permissions_exceed_yours');
  });

  it('keeps the last administrator', () => {
    given([added(ana, 'administrator')])
      .when(remove(ana))
      .thenRejects('compliance.last_administrator');
  });
});

describe('duties that conflict', () => {
  const acceptance = { reason: 'Two people work here', ruleIds: [conflict] };
  const conflicting = { ...held(stranger, ...both), conflictingRuleIds: [conflict] };

  it('are refused unless somebody says why they are accepted', () => {
    given([])
      .when(invite(both))
      .thenRejects('compliance.duties_conflict', {
        kind: 'failed_precondition',
        field: 'acceptedConflicts',
        details: { rules: [conflict] },
      });
  });

  it('are recorded with the reason', () => {
    given([])
      .when(invite(both, ana, {}, acceptance.reason))
      .then([{ type: 'MemberInvited', data: { ...conflicting, acceptance } }]);
  });

  it('need no reason again when they were accepted for this person', () => {
    const members = [
      member(ana, 'administrator'),
      { userId: nino, roleIds: both, acceptedRuleIds: [conflict] },
    ];
    const roleIds = [...both, 'tax_specialist'];
    given([{ type: 'MemberAdded', data: { ...conflicting, userId: nino, acceptance } }])
      .when({ ...change(nino, roleIds), organisation: organisation({ members }) })
      .then([
        {
          type: 'MemberRolesChanged',
          data: { userId: nino, roleIds, conflictingRuleIds: [conflict], acceptance: null },
        },
      ]);
  });

  it('need none when permissions are only taken away', () => {
    const members = [member(ana, 'administrator'), member(nino, ...both, 'accountant')];
    given([added(nino, ...both, 'accountant')])
      .when({ ...change(nino, both), organisation: organisation({ members }) })
      .then([
        {
          type: 'MemberRolesChanged',
          data: { userId: nino, roleIds: both, conflictingRuleIds: [conflict], acceptance: null },
        },
      ]);
  });

  it('do not count when the company has disabled the rule', () => {
    given([])
      .when(invite(both, ana, { organisation: organisation({ dutyRules: [] }) }))
      .then([invited(stranger, ...both)]);
  });

  it('of one object bind nobody who holds both', () => {
    given([])
      .when(invite(['chief_accountant']))
      .then([invited(stranger, 'chief_accountant')]);
  });
});

describe('the founder of a company', () => {
  it('is added though nobody could ask', () => {
    given([])
      .when({
        ...invite(['administrator'], stranger),
        type: 'AddFounder',
        organisation: organisation({ members: [] }),
      })
      .then([added(stranger, 'administrator')]);
  });
});
