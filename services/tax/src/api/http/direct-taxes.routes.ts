import { route, type Route } from '@accounting/service-host';
import type { DirectTaxCalculations } from '../../application/direct-tax-calculations';
import { written } from '../schemas/amounts';
import * as schema from '../schemas/direct-taxes';

const calculating = {
  method: 'post',
  tag: 'Calculations',
  permission: 'reports:tax',
  unkeyed: 'It computes, and keeps nothing.',
} as const;
const path = '/tax/calculations';

const ofProfit = (calculations: DirectTaxCalculations): readonly Route[] => [
  route({
    ...calculating,
    path: `${path}/profit-tax`,
    summary: 'Compute a month’s tax on distributed profit',
    body: schema.profitTaxBody,
    response: schema.profitTax,
    handle: async (_context, { body }) => ({ body: written(calculations.profitTax(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/dividend`,
    summary: 'Compute profit tax and withholding on a dividend',
    body: schema.dividendBody,
    response: schema.dividend,
    handle: async (_context, { body }) => ({ body: written(calculations.dividend(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/representation`,
    summary: 'Compute what of representation is above its limit',
    body: schema.representationBody,
    response: schema.limited,
    handle: async (_context, { body }) => ({ body: written(calculations.representation(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/donations`,
    summary: 'Compute what of donations is above their limit',
    body: schema.donationsBody,
    response: schema.limited,
    handle: async (_context, { body }) => ({ body: written(calculations.donations(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/annual-profit`,
    summary: 'Compute the tax of a bank or lender on a year’s profit',
    body: schema.annualProfitBody,
    response: schema.annualProfit,
    handle: async (_context, { body }) => ({ body: written(calculations.annualProfit(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/tax-depreciation`,
    summary: 'Compute a year’s tax depreciation of a group of assets',
    body: schema.depreciationBody,
    response: schema.depreciation,
    handle: async (_context, { body }) => ({ body: written(calculations.depreciation(body)) }),
  }),
];

const ofSalaries = (calculations: DirectTaxCalculations): readonly Route[] => [
  route({
    ...calculating,
    path: `${path}/salary`,
    summary: 'Compute the taxes on a salary, from gross or from net',
    body: schema.salaryBody,
    response: schema.salary,
    handle: async (_context, { body }) => ({ body: written(calculations.salary(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/salary-relief`,
    summary: 'Compute what is left of an employee’s relief of a year',
    body: schema.reliefBody,
    response: schema.relief,
    handle: async (_context, { body }) => ({ body: written(calculations.relief(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/benefit-in-kind`,
    summary: 'Compute the taxes on a benefit in kind that is given net of them',
    body: schema.benefitBody,
    response: schema.salary,
    handle: async (_context, { body }) => ({ body: written(calculations.benefitInKind(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/company-car`,
    summary: 'Compute the income tax on a month’s private use of an employer’s car',
    body: schema.companyCarBody,
    response: schema.companyCar,
    handle: async (_context, { body }) => ({ body: written(calculations.companyCar(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/state-pension`,
    summary: 'Compute what the state adds to a pension in a year',
    body: schema.statePensionBody,
    response: schema.statePension,
    handle: async (_context, { body }) => ({ body: written(calculations.statePension(body)) }),
  }),
];

const ofPayments = (calculations: DirectTaxCalculations): readonly Route[] => [
  route({
    ...calculating,
    path: `${path}/withholding`,
    summary: 'Compute the tax withheld from a payment',
    body: schema.withholdingBody,
    response: schema.withholding,
    handle: async (_context, { body }) => ({ body: written(calculations.withholding(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/property-tax`,
    summary: 'Compute a company’s property tax of a year',
    body: schema.propertyBody,
    response: schema.property,
    handle: async (_context, { body }) => ({ body: written(calculations.property(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/small-business`,
    summary: 'Compute a month’s tax of a small business',
    body: schema.smallBusinessBody,
    response: schema.smallBusiness,
    handle: async (_context, { body }) => ({ body: written(calculations.smallBusiness(body)) }),
  }),
];

/** Figures of direct taxes for whoever asks, by the rules in force; nothing is kept. */
export const directTaxRoutes = (calculations: DirectTaxCalculations): readonly Route[] => [
  ...ofProfit(calculations),
  ...ofSalaries(calculations),
  ...ofPayments(calculations),
];
