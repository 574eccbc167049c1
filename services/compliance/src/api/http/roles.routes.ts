import { route, type Route } from '@accounting/service-host';
import type { Organisation } from '../../application/organisation';
import { permissionCatalogue } from '../../domain/role/permission-catalogue';
import * as schema from '../schemas/roles';

const guarded = { tag: 'Roles', permission: 'admin:users' } as const;

const permissionErrors = [
  'compliance.role_input_invalid',
  'compliance.role_permissions_missing',
  'compliance.permission_unknown',
  'compliance.permission_repeated',
  'compliance.permission_not_held',
] as const;

/** A change of a role of the company's own. */
const change = {
  ...guarded,
  version: 'required',
  parameters: schema.roleParameter,
  response: schema.roleReceipt,
} as const;

const changeErrors = [
  'compliance.role_not_found',
  'compliance.role_standard',
  'compliance.role_retired',
  'compliance.permissions_exceed_yours',
] as const;

/** Roles, and the permissions that they are made of. */
export const roleRoutes = ({ roles }: Organisation): Route[] => [
  route({
    ...guarded,
    method: 'get',
    path: '/compliance/permissions',
    summary: 'List every permission, with what it allows',
    response: schema.permissionList,
    handle: () => Promise.resolve({ body: { items: permissionCatalogue } }),
  }),
  route({
    ...guarded,
    method: 'get',
    path: '/compliance/roles',
    summary: 'List the standard roles and those of the company',
    response: schema.roleList,
    handle: (context) => roles.list(context),
  }),
  route({
    ...guarded,
    method: 'post',
    path: '/compliance/roles',
    summary: 'Define a role of the company’s own',
    status: 201,
    idempotent: true,
    body: schema.defineRoleBody,
    response: schema.roleReceipt,
    location: ({ roleId }) => `/compliance/roles/${roleId}`,
    errors: [
      ...permissionErrors,
      'compliance.role_name_invalid',
      'compliance.role_exists',
      'compliance.role_name_taken',
    ],
    handle: (context, { body }) => roles.define(context, body),
  }),
  route({
    ...guarded,
    method: 'get',
    path: '/compliance/roles/:roleId',
    summary: 'Read a role',
    parameters: schema.roleParameter,
    response: schema.roleSchema,
    errors: ['compliance.role_not_found'],
    handle: (context, { parameters }) => roles.find(context, parameters),
  }),
  route({
    ...change,
    method: 'put',
    path: '/compliance/roles/:roleId/name',
    summary: 'Rename a role in both languages',
    body: schema.renameRoleBody,
    errors: [
      'compliance.role_input_invalid',
      'compliance.role_name_invalid',
      'compliance.role_name_taken',
      ...changeErrors,
    ],
    handle: (context, { parameters, body }) => roles.rename(context, { ...parameters, ...body }),
  }),
  route({
    ...change,
    method: 'put',
    path: '/compliance/roles/:roleId/permissions',
    summary: 'Change what a role allows; the sessions of its holders end',
    body: schema.rolePermissionsBody,
    errors: [
      ...permissionErrors,
      'compliance.conflict_reason_invalid',
      'compliance.duties_conflict',
      ...changeErrors,
    ],
    handle: (context, { parameters, body }) =>
      roles.changePermissions(context, { ...parameters, ...body }),
  }),
  route({
    ...change,
    method: 'post',
    path: '/compliance/roles/:roleId/retire',
    summary: 'Retire a role that nobody holds',
    idempotent: true,
    errors: ['compliance.role_held', ...changeErrors],
    handle: (context, { parameters }) => roles.retire(context, parameters),
  }),
];
