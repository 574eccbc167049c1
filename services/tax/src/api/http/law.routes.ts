import { AccountingDate } from '@accounting/kernel';
import { route, type Route } from '@accounting/service-host';
import type { LawQueries } from '../../application/law-queries';
import * as schema from '../schemas/law';

const tag = 'Tax law';
const permission = 'reports:tax';

/** What the service takes the law to be: rules with their articles, and days off. */
export const lawRoutes = (law: LawQueries): readonly Route[] => [
  route({
    method: 'get',
    path: '/tax/rules',
    summary: 'List the rules of the tax law with their articles, and their values on a day',
    tag,
    permission,
    query: schema.rulesQuery,
    response: schema.ruleSet,
    handle: ({ now }, { query }) =>
      Promise.resolve({ body: law.rulesOn(query.on ?? AccountingDate.ofInstant(now)) }),
  }),
  route({
    method: 'get',
    path: '/tax/holidays/:year',
    summary: 'List the public holidays of a year, on which nothing falls due',
    tag,
    permission,
    parameters: schema.yearParameter,
    response: schema.holidayList,
    handle: (_context, { parameters: { year } }) =>
      Promise.resolve({ body: { year, holidays: law.holidaysOf(year) } }),
  }),
];
