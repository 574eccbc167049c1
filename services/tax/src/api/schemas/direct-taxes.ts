import { Rate } from '@accounting/kernel';
import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { amountInGel, amountNotNegative, anyAmount } from './amounts';
import { appliedRule } from './law';

const on = fields.accountingDate;
const rules = z.array(appliedRule).readonly();
const objectsMax = 1_000;

/** A percentage of the caller: `0.8`. */
export const rate = z
  .string()
  .max(20)
  .regex(/^\d{1,2}(\.\d{1,6})?$/, { error: 'must be a percentage below 100 such as 0.8' })
  .meta({ description: 'A percentage.', example: '5' })
  .transform((text) => Rate.percent(text));

const object = z.enum([
  ...(['dividend', 'dividend_to_georgian_enterprise', 'own_shares_as_dividend'] as const),
  ...(['capital_returned', 'foreign_dividend_passed_on'] as const),
  ...(['transfer_to_state_as_majority_owner', 'deemed_distribution'] as const),
  ...(['undocumented_cost', 'cost_without_business_purpose'] as const),
  ...(['purchase_from_micro_business', 'interest_above_ceiling'] as const),
  ...(['loan_to_individual_or_non_resident', 'payment_to_low_tax_country'] as const),
  ...(['free_supply', 'donation_above_limit', 'representation_above_limit'] as const),
]);
const payer = z.enum(['company', 'international_company', 'insurer']).default('company');
const employer = z.enum(['company', 'international_company']).default('company');

export const profitTaxBody = z.strictObject({
  on,
  payer,
  objects: z.array(z.strictObject({ object, amount: amountNotNegative })).max(objectsMax),
  taxOfReturned: amountNotNegative.meta({
    description: 'Tax paid before on loans and amounts that came back in this month.',
  }),
  creditBroughtForward: amountNotNegative,
});
export const profitTax = z.object({
  objects: z
    .array(
      z.object({
        object,
        amount: amountInGel,
        taxableAmount: amountInGel,
        tax: amountInGel,
        article: z.string(),
      }),
    )
    .readonly(),
  tax: amountInGel,
  creditUsed: amountInGel,
  payable: amountInGel,
  creditCarriedForward: amountInGel,
  rules,
});

export const dividendBody = z.strictObject({
  on,
  dividend: amountNotNegative,
  payer,
  recipient: z.enum(['individual_or_non_resident', 'georgian_enterprise']),
});
export const dividend = z.object({
  profitTax: amountInGel,
  withheld: amountInGel,
  paidOut: amountInGel,
  rules,
});

export const representationBody = z.strictObject({
  on,
  spent: amountNotNegative,
  income: amountNotNegative.meta({ description: 'Of last year; 0 in the year of foundation.' }),
  expense: amountNotNegative.meta({ description: 'Of last year, or of that of foundation.' }),
});
export const donationsBody = z.strictObject({
  on,
  given: amountNotNegative,
  netProfit: anyAmount.meta({ description: 'Of last year.' }),
});
export const limited = z.object({ limit: amountInGel, above: amountInGel, rules });

export const annualProfitBody = z.strictObject({
  on,
  income: amountNotNegative,
  deductions: amountNotNegative,
});
export const annualProfit = z.object({ taxableProfit: amountInGel, tax: amountInGel, rules });

export const advancesBody = z.strictObject({
  year: z.int().min(1900).max(2199),
  taxOfLastYear: amountNotNegative,
});
export const advances = z.object({
  payments: z.array(z.object({ amount: amountInGel, dueOn: z.string() })).readonly(),
  returnDueOn: z.string(),
  rules,
});

export const specialProfitTaxBody = z.strictObject({
  on,
  base: z.enum(['bets', 'gaming_revenue', 'free_zone_dealings']),
  amount: amountNotNegative,
});
export const specialProfitTax = z.object({ tax: amountInGel, rules });

export const highMountainBody = z.strictObject({ on, since: on });
export const highMountain = z.object({ until: z.string(), isExempt: z.boolean(), rules });

export const depreciationBody = z.strictObject({
  on,
  group: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
  opening: amountNotNegative,
  additions: amountNotNegative,
  proceeds: amountNotNegative,
});
export const depreciation = z.object({
  base: amountInGel,
  depreciation: amountInGel,
  closing: amountInGel,
  rules,
});

export const salaryBody = z
  .strictObject({
    on,
    amount: amountNotNegative,
    amountIs: z.enum(['gross', 'net']),
    employer,
    isPensionMember: z.boolean(),
    relief: amountNotNegative.optional(),
  })
  .refine(({ amountIs, relief }) => amountIs === 'gross' || relief === undefined, {
    path: ['relief'],
    error: 'can be taken of a gross salary only',
  });
export const salary = z.object({
  gross: amountInGel,
  employeePension: amountInGel,
  reliefUsed: amountInGel,
  base: amountInGel,
  incomeTax: amountInGel,
  net: amountInGel,
  employerPension: amountInGel,
  cost: amountInGel,
  incomeTaxByGrossMethod: amountInGel.optional(),
  rules,
});

const reliefCategory = z.enum([
  ...(['disability', 'peacekeeper', 'high_mountain', 'war_veteran'] as const),
  ...(['single_mother', 'adoptive_parent', 'foster_carer', 'georgian_mother'] as const),
]);

export const reliefBody = z.strictObject({
  on,
  categories: z.tuple([reliefCategory], reliefCategory),
  used: amountNotNegative.meta({ description: 'By payments of the same year.' }),
});
export const relief = z.object({ limit: amountInGel, left: amountInGel, rules });

export const benefitBody = z.strictObject({
  on,
  employer,
  isPensionMember: z.boolean(),
  marketPrice: amountNotNegative.meta({ description: 'With all taxes that are in it.' }),
  paidByEmployee: amountNotNegative,
});

const cubicCentimetresMax = 100_000;
export const companyCarBody = z.strictObject({
  on,
  engine: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('combustion'),
      cubicCentimetres: z.int().min(1).max(cubicCentimetresMax),
    }),
    z.strictObject({ kind: z.literal('hybrid') }),
    z.strictObject({ kind: z.literal('electric') }),
  ]),
});
export const companyCar = z.object({ incomeTax: amountInGel, rules });

export const statePensionBody = z.strictObject({ on, annualSalary: amountNotNegative });
export const statePension = z.object({ contribution: amountInGel, rules });

export const withholdingBody = z.strictObject({
  on,
  case: z.enum([
    ...(['dividend', 'interest', 'resident_royalty', 'resident_services'] as const),
    ...(['residential_rent', 'non_resident_royalty', 'non_resident_transport'] as const),
    ...(['non_resident_oil_gas', 'non_resident_services', 'non_resident_individual'] as const),
    ...(['non_resident_insurance_or_leasing', 'low_tax_country'] as const),
  ]),
  amount: amountNotNegative,
  amountIs: z.enum(['gross', 'net']),
  treaty: z
    .strictObject({ name: z.string().trim().min(1).max(200), rate })
    .optional()
    .meta({ description: 'In force for the recipient; counts where its rate is lower.' }),
});
export const withholding = z.object({
  gross: amountInGel,
  tax: amountInGel,
  net: amountInGel,
  treatyRelief: amountInGel,
  treaty: z.string().optional().meta({ description: 'By which the rate is lower.' }),
  rules,
});

export const propertyBody = z.strictObject({
  on,
  opening: amountNotNegative,
  closing: amountNotNegative,
  kind: z.enum(['company', 'leasing_company']).default('company'),
  rate: rate.optional().meta({ description: 'Of the municipality; the highest if left out.' }),
});
export const property = z.object({
  average: amountInGel,
  tax: amountInGel,
  advance: amountInGel,
  rules,
});

export const smallBusinessBody = z.strictObject({
  on,
  income: amountNotNegative,
  incomeBefore: amountNotNegative,
  activity: z.enum(['ordinary', 'wine_or_agritourism']).default('ordinary'),
});
export const smallBusiness = z.object({
  rate: z.string(),
  tax: amountInGel,
  isAboveLimit: z.boolean(),
  rules,
});
