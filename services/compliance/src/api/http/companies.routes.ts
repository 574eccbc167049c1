import { route, type Route } from '@accounting/service-host';
import type { Organisation } from '../../application/organisation';
import * as schema from '../schemas/companies';
import { pageQuery, reasonBody } from '../schemas/organisation-fields';

const guarded = { tag: 'Companies', permission: 'admin:system' } as const;

/** Companies that work with the system. */
export const companyRoutes = ({ companies }: Organisation): Route[] => [
  route({
    ...guarded,
    method: 'get',
    path: '/compliance/companies',
    summary: 'List companies: all for the company that runs the system, else the own one',
    query: pageQuery,
    response: schema.companyPage,
    errors: ['compliance.invalid_cursor'],
    handle: (context, { query }) => companies.list(context, query),
  }),
  route({
    ...guarded,
    method: 'post',
    path: '/compliance/companies',
    summary: 'Register a company, whose first administrator is who registers it; for the operator',
    status: 201,
    idempotent: true,
    body: schema.registerCompanyBody,
    response: schema.companyReceipt,
    location: ({ companyId }) => `/compliance/companies/${companyId}`,
    errors: [
      'compliance.company_input_invalid',
      'compliance.company_name_invalid',
      'compliance.tax_identification_number_invalid',
      'compliance.company_id_reserved',
      'compliance.operator_required',
      'compliance.company_person_required',
      'compliance.company_exists',
    ],
    handle: (context, { body }) => companies.register(context, body),
  }),
  route({
    ...guarded,
    method: 'get',
    path: '/compliance/companies/:companyId',
    summary: 'Read a company',
    parameters: schema.companyParameter,
    response: schema.companySchema,
    errors: ['compliance.company_not_found'],
    handle: (context, { parameters }) => companies.find(context, parameters),
  }),
  route({
    ...guarded,
    method: 'put',
    path: '/compliance/companies/:companyId/name',
    summary: 'Rename a company in both alphabets',
    version: 'required',
    parameters: schema.companyParameter,
    body: schema.renameCompanyBody,
    response: schema.companyReceipt,
    errors: [
      'compliance.company_input_invalid',
      'compliance.company_name_invalid',
      'compliance.company_not_found',
    ],
    handle: (context, { parameters, body }) =>
      companies.rename(context, { ...parameters, ...body }),
  }),
  route({
    ...guarded,
    method: 'post',
    path: '/compliance/companies/:companyId/suspend',
    summary: 'Suspend a company: its members are signed out, its partners refused',
    idempotent: true,
    version: 'optional',
    parameters: schema.companyParameter,
    body: reasonBody,
    response: schema.companyReceipt,
    errors: [
      'compliance.suspension_reason_invalid',
      'compliance.company_not_found',
      'compliance.operator_required',
      'compliance.operator_not_suspended',
      'compliance.company_suspended',
    ],
    handle: (context, { parameters, body }) =>
      companies.suspend(context, { ...parameters, ...body }),
  }),
  route({
    ...guarded,
    method: 'post',
    path: '/compliance/companies/:companyId/reopen',
    summary: 'Reopen a suspended company',
    idempotent: true,
    version: 'optional',
    parameters: schema.companyParameter,
    response: schema.companyReceipt,
    errors: [
      'compliance.company_not_found',
      'compliance.operator_required',
      'compliance.company_not_suspended',
    ],
    handle: (context, { parameters }) => companies.reopen(context, parameters),
  }),
];
