import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { amountInGel as inGel } from './amounts';
import { appliedRule, localizedText } from './law';

const count = z.int().min(0);
const version = fields.wholeNumber({ min: 1, max: 999_999 });
const appliedRules = z.array(appliedRule).readonly();

const printedLine = {
  id: z.string().meta({ description: 'Part and code: `I.14.1` is code 14¹ of part I.' }),
  part: z.enum(['I', 'II', 'III']),
  code: z.string(),
  taxation: z.enum([
    ...(['taxed', 'margin', 'exempt_with_credit', 'exempt_without_credit'] as const),
    ...(['input', 'total'] as const),
  ]),
  name: localizedText,
  article: z.string().optional(),
};

const line = z.object({
  ...printedLine,
  base: inGel,
  vat: inGel.meta({ description: 'As the form computes it.' }),
  goodsAndServices: inGel.optional(),
  fixedAssets: inGel.optional(),
  vatOfEntries: inGel.meta({
    description: 'What the entries say; differs from `vat` by what their rounding misses.',
  }),
  entryCount: count,
});

const figures = {
  lines: z.array(line).readonly(),
  outputVat: inGel,
  reverseChargeVat: inGel,
  inputVat: inGel,
  payable: inGel.meta({ description: 'Below zero it is in the payer’s favour.' }),
  unclassified: inGel.meta({
    description: 'Turnover without VAT of which nobody has said how it is taxed; in no line.',
  }),
  entryCount: count,
};

const channel = z.enum(['by_hand', 'revenue_service']);
const kind = z.enum(['original', 'amended']);

/** The return of a month as it would be filed now. */
export const currentReturn = z.object({
  period: z.string(),
  status: z.enum(['not_over', 'due', 'overdue', 'submitted', 'changed_since_submission']),
  form: z.string(),
  ruleSet: z.string(),
  dueOn: z.string(),
  rules: appliedRules,
  ...figures,
  latestVersion: z.int().optional(),
  submittedVersion: z.int().optional(),
  lateness: z
    .object({
      until: z.string(),
      days: count,
      fine: inGel,
      interest: inGel.meta({ description: 'If the tax is paid on that day.' }),
      rules: appliedRules,
    })
    .optional(),
});

const returnVersion = z.object({
  period: z.string(),
  version: z.int(),
  kind,
  form: z.string(),
  ruleSet: z.string(),
  dueOn: z.string(),
  ...figures,
  entriesDigest: z.string().meta({ description: 'SHA-256 of the entries, hexadecimal.' }),
  generatedBy: z.string(),
  generatedAt: fields.instant,
  submission: z
    .object({
      submittedOn: z.string(),
      channel,
      receiptNumber: z.string(),
      submittedBy: z.string(),
      submittedAt: fields.instant,
    })
    .optional(),
});

export const returnVersions = z.object({ versions: z.array(returnVersion).readonly() });

export const periodParameter = z.strictObject({ period: fields.accountingMonth });

export const returnReceipt = z.object({
  period: z.string(),
  version: z.int(),
  kind,
  payable: inGel,
  dueOn: z.string(),
  receiptNumber: z.string().optional(),
});

/** By hand, with the receipt of rs.ge; or through the integration service. */
export const submissionBody = z.discriminatedUnion('channel', [
  z.strictObject({
    version: z.int().min(1),
    channel: z.literal('by_hand'),
    receiptNumber: z.string().max(200),
    submittedOn: fields.accountingDate,
  }),
  z.strictObject({ version: z.int().min(1), channel: z.literal('revenue_service') }),
]);

export const comparisonQuery = z.strictObject({ from: version, to: version.optional() });

export const comparison = z.object({
  period: z.string(),
  from: z.int(),
  to: z.int().optional(),
  lines: z
    .array(
      z.object({
        ...printedLine,
        baseBefore: inGel,
        baseAfter: inGel,
        vatBefore: inGel,
        vatAfter: inGel,
        vatDifference: inGel,
      }),
    )
    .readonly(),
  payableBefore: inGel,
  payableAfter: inGel,
  payableDifference: inGel.meta({ description: 'Positive when more is to be paid.' }),
  unclassifiedDifference: inGel,
});

export const entriesQuery = z.strictObject({
  line: z
    .string()
    .max(20)
    .optional()
    .meta({ description: 'Line of the form, `I.1`, or `unclassified`; all where it is left out.' }),
  version: version.optional().meta({ description: 'Those behind a submitted version.' }),
  limit: fields.pageLimit,
  after: fields.pageCursor,
});

export const entryPage = fields.pageOf(
  z.object({
    transactionId: z.string(),
    entryNumber: z.int(),
    accountingDate: z.string(),
    line: z.string(),
    inputColumn: z.enum(['goods_services', 'fixed_assets']).optional(),
    base: inGel,
    vat: inGel,
    baseOrigin: z.enum(['stated', 'derived']).meta({
      description: '`derived`: computed from the VAT, because no booking beside it shows the base.',
    }),
    counterpartyTin: z.string().optional(),
    documentReference: z.string().optional(),
    description: z.string(),
  }),
);
