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
];

const ofOtherPayers = (calculations: DirectTaxCalculations): readonly Route[] => [
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
    path: `${path}/profit-tax-advances`,
    summary: 'Compute when a bank or lender pays what in advance, and hands its return in',
    body: schema.advancesBody,
    response: schema.advances,
    handle: async (_context, { body }) => ({ body: written(calculations.advances(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/special-profit-tax`,
    summary: 'Compute the tax on bets, gaming revenue, or dealings of a free-zone enterprise',
    body: schema.specialProfitTaxBody,
    response: schema.specialProfitTax,
    handle: async (_context, { body }) => ({ body: written(calculations.specialProfitTax(body)) }),
  }),
  route({
    ...calculating,
    path: `${path}/high-mountain-exemption`,
    summary: 'Compute until when a high-mountain enterprise is exempt from profit tax',
    body: schema.highMountainBody,
    response: schema.highMountain,
    handle: async (_context, { body }) => ({ body: written(calculations.highMountain(body)) }),
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
  ...ofOtherPayers(calculations),
  ...ofSalaries(calculations),
  ...ofPayments(calculations),
];
