import { publicRoute, route, type Route } from '@accounting/service-host';
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
    summary: 'Invite somebody, who is a member when they accept',
    description:
      'The token goes to the address, and the answer is the same whether or not somebody has an ' +
      'account with it.',
    status: 201,
    idempotent: true,
    body: schema.inviteMemberBody,
    response: schema.memberReceipt,
    location: ({ userId }) => `/users/${userId}`,
    errors: [
      ...roleErrors,
      'compliance.email_invalid',
      'compliance.display_name_invalid',
      'compliance.member_exists',
      'compliance.messages_not_sent',
      'compliance.invitation_not_sent',
    ],
    handle: (context, { body }) => members.invite(context, body),
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
    summary: 'Remove a member, or take an invitation back',
    description: 'Their sessions in the company end; their account stays.',
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
    summary: 'Send an invitation again',
    unkeyed: 'A repetition replaces the invitation before, which stops working.',
    parameters: schema.userParameter,
    response: schema.repeatedInvitation,
    errors: [
      'compliance.member_not_found',
      'compliance.permissions_exceed_yours',
      'compliance.member_not_invited',
      'compliance.messages_not_sent',
      'compliance.invitation_not_sent',
    ],
    handle: (context, { parameters }) => members.inviteAgain(context, parameters),
  }),
  publicRoute({
    tag: 'Signing in',
    method: 'post',
    path: '/auth/invitation-acceptances',
    summary: 'Accept an invitation with the token of its message',
    description: 'Who has no password yet chooses one with it; then they sign in.',
    body: schema.acceptanceBody,
    response: schema.acceptedInvitation,
    errors: [
      'compliance.invitation_refused',
      'compliance.password_missing',
      'compliance.user_password_chosen',
      'compliance.password_unsuitable',
      'compliance.user_deactivated',
      'compliance.too_many_sign_ins',
    ],
    handlePublic: (context, { body }) => members.accept(context, body),
  }),
];
