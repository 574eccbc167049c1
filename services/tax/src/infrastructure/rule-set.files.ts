import { AccountingDate, Rate } from '@accounting/kernel';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { WorkingDays } from '../domain/calendar/working-days';
import { RuleSet } from '../domain/rule-set/rule-set';
import { Duties } from '../domain/tax-calendar/duties';
import { ReturnForms } from '../domain/vat-return/return-form';
import type { TaxLaw } from '../domain/tax-law';

const date = z
  .string()
  .refine((text) => AccountingDate.parse(text) !== undefined, { error: 'is a date' })
  .transform((text) => AccountingDate.of(text));
const localizedText = z.strictObject({ english: z.string().min(1), georgian: z.string().min(1) });
const legalBasis = {
  article: z.string().min(1),
  sources: z.array(z.string()).min(1),
  status: z.enum(['confirmed', 'needs_accountant']),
};

const edition = z.strictObject({
  version: z.string().min(1),
  law: z.string().min(1),
  sources: z.record(z.string(), z.string()),
});

const ruleFile = z.strictObject({
  rules: z.array(
    z.strictObject({
      ...legalBasis,
      id: z.string().min(1),
      name: localizedText,
      kind: z.enum(['rate', 'amount', 'count']),
      unit: z.string().min(1),
      periods: z
        .array(z.strictObject({ from: date.optional(), until: date.optional(), value: z.string() }))
        .min(1),
    }),
  ),
});

const holidayFile = z.strictObject({
  ...legalBasis,
  fixed: z.array(
    z.strictObject({
      month: z.int().min(1).max(12),
      day: z.int().min(1).max(31),
      name: localizedText,
    }),
  ),
  aroundEaster: z.array(z.strictObject({ daysAfter: z.int(), name: localizedText })),
  added: z.array(z.strictObject({ date, name: localizedText })),
});

const vatReturnFile = z.strictObject({
  forms: z.array(
    z.strictObject({
      ...legalBasis,
      id: z.string().min(1),
      from: date,
      until: date.optional(),
      lines: z.array(
        z.strictObject({
          id: z.string().min(1),
          part: z.enum(['I', 'II', 'III']),
          code: z.string().min(1),
          taxation: z.enum([
            ...(['taxed', 'margin', 'exempt_with_credit', 'exempt_without_credit'] as const),
            ...(['input', 'total'] as const),
          ]),
          name: localizedText,
          article: z.string().optional(),
        }),
      ),
    }),
  ),
});

const residency = z.enum(['resident', 'non_resident']).optional();
const recipient = z.enum(['individual', 'organisation']).optional();
const classifierIds = z.array(z.int().positive()).min(1).optional();

const form30File = z.strictObject({
  ...legalBasis,
  georgia: z.string().min(1),
  columns: z.array(localizedText).length(14),
  categories: z.array(
    z.strictObject({
      id: z.int().positive(),
      number: z.string().optional(),
      name: localizedText,
      ...{ residency, recipient, incomeTypes: classifierIds },
    }),
  ),
  incomeTypes: z.array(
    z.strictObject({
      id: z.int().positive(),
      name: localizedText,
      until: date.optional(),
      categories: classifierIds,
    }),
  ),
  rates: z.array(
    z.strictObject({
      ...{ residency, recipient, categories: classifierIds, incomeTypes: classifierIds },
      rate: z.string().transform((text) => Rate.percent(text)),
      from: date.optional(),
    }),
  ),
});

const dutyFile = z.strictObject({
  duties: z.array(
    z.strictObject({
      ...legalBasis,
      id: z.string().min(1),
      name: localizedText,
      kind: z.enum(['return', 'payment', 'return_and_payment', 'notice']),
      concerns: z
        .array(
          z.enum([
            ...(['company', 'vat_payer', 'distributed_profit', 'annual_profit'] as const),
            ...(['free_zone', 'small_business', 'micro_business'] as const),
            ...(['individual_on_general_regime', 'employer', 'employer_of_car_users'] as const),
            ...(['withholding_agent', 'excise_payer', 'property_owner', 'land_owner'] as const),
          ]),
        )
        .min(1),
      due: z.discriminatedUnion('every', [
        z.strictObject({ every: z.literal('month'), day: z.int().min(1).max(28) }),
        z.strictObject({
          every: z.literal('year'),
          month: z.int().min(1).max(12),
          day: z.int().min(1).max(31),
          yearsAfter: z.int().min(0).max(2),
        }),
      ]),
    }),
  ),
});

/** Files of the folder that are no lists of rules. */
const otherFiles: readonly string[] = [
  ...['duties.json', 'edition.json', 'form-30.json', 'holidays.json', 'vat-return.json'],
];

/** What a file says, with its name in front of whatever is wrong with it. */
const readAs = <Schema extends z.ZodType>(
  schema: Schema,
  folder: string,
  name: string,
): z.output<Schema> => {
  try {
    return schema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  } catch (error) {
    throw new Error(`${name} of the rule set cannot be used: ${String(error)}`, { cause: error });
  }
};

/**
 * Reads the rules of a folder: every `.json` in it is a list of rules, but for the edition, the
 * holidays and the forms of returns. Throws when one cannot be read, or when the rules together
 * are not what the code needs.
 */
export const readTaxLaw = (folder: string): TaxLaw => {
  const { version, law, sources } = readAs(edition, folder, 'edition.json');
  const rules = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !otherFiles.includes(name))
    .sort()
    .flatMap((name) => readAs(ruleFile, folder, name).rules);
  return {
    law,
    sources,
    rules: new RuleSet(version, rules),
    vatReturnForms: new ReturnForms(readAs(vatReturnFile, folder, 'vat-return.json').forms),
    form30: readAs(form30File, folder, 'form-30.json'),
    duties: new Duties(readAs(dutyFile, folder, 'duties.json').duties),
    workingDays: new WorkingDays(readAs(holidayFile, folder, 'holidays.json')),
  };
};
