import { route, type Route } from '@accounting/service-host';
import type { Organisation } from '../../application/organisation';
import * as schema from '../schemas/members';

const guarded = { tag: 'Members', permission: 'admin:users' } as const;

const roleErrors = [
  'compliance.member_roles_invalid',
  'compliance.member_roles_missing',
  'compliance.member_role_unknown',
  'compliance.member_role_repeated',
  'compliance.conflict_reason_invalid',
  'compliance.permission_not_held',
  'compliance.duties_conflict',
] as const;

/** The people who work for the current company. */
export const memberRoutes = ({ members }: Organisation): Route[] => [
  route({
    ...guarded,
    method: 'get',
    path: '/users',
    summary: 'List the members of the company',
    query: schema.listMembersQuery,
    response: schema.memberPage,
    errors: ['compliance.invalid_cursor'],
    handle: (context, { query }) => members.list(context, query),
  }),
  route({
    ...guarded,
    method: 'post',
    path: '/users',
    summary: 'Add a member; who has no account is invited',
    status: 201,
    idempotent: true,
    body: schema.addMemberBody,
    response: schema.addedMember,
    location: ({ userId }) => `/users/${userId}`,
    errors: [
      ...roleErrors,
      'compliance.email_invalid',
      'compliance.display_name_invalid',
      'compliance.member_exists',
    ],
    handle: (context, { body }) => members.add(context, body),
  }),
  route({
    ...guarded,
    method: 'get',
    path: '/users/:userId',
    summary: 'Read a member',
    parameters: schema.userParameter,
    response: schema.memberSchema,
    errors: ['compliance.member_not_found'],
    handle: (context, { parameters }) => members.find(context, parameters),
  }),
  route({
    ...guarded,
    method: 'put',
    path: '/users/:userId/roles',
    summary: 'Give a member other roles; their sessions in the company end',
    version: 'required',
    parameters: schema.userParameter,
    body: schema.changeRolesBody,
    response: schema.memberReceipt,
    errors: [
      ...roleErrors,
      'compliance.member_not_found',
      'compliance.permissions_exceed_yours',
      'compliance.last_administrator',
    ],
    handle: (context, { parameters, body }) =>
      members.changeRoles(context, { ...parameters, ...body }),
  }),
  route({
    ...guarded,
    method: 'delete',
    path: '/users/:userId',
    summary: 'Remove a member; their sessions in the company end, their account stays',
    version: 'required',
    parameters: schema.userParameter,
    response: schema.memberReceipt,
    errors: [
      'compliance.member_not_found',
      'compliance.permissions_exceed_yours',
      'compliance.last_administrator',
    ],
    handle: (context, { parameters }) => members.remove(context, parameters),
  }),
  route({
    ...guarded,
    method: 'post',
    path: '/users/:userId/invitations',
    summary: 'Invite a member again who has not signed in yet',
    unkeyed: 'A repetition replaces the invitation before, which stops working.',
    parameters: schema.userParameter,
    response: schema.repeatedInvitation,
    errors: [
      'compliance.member_not_found',
      'compliance.permissions_exceed_yours',
      'compliance.account_in_use',
      'compliance.user_password_chosen',
      'compliance.user_deactivated',
    ],
    handle: (context, { parameters }) => members.inviteAgain(context, parameters),
  }),
];
