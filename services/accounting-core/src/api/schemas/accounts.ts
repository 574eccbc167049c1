import { z } from 'zod';
import type { AccountId } from '../../domain/account/account-id';
import {
  currency,
  instant,
  pageCursor,
  pageLimit,
  pageOf,
  queryBoolean,
  sortBy,
  uuid,
  searchedText,
} from './primitives';

export const accountId = uuid.transform((id) => id as AccountId);
export const accountIdParameter = z.strictObject({ accountId });

export const accountType = z.enum([
  'asset',
  'contra_asset',
  'liability',
  'contra_liability',
  'equity',
  'contra_equity',
  'income',
  'contra_income',
  'expense',
  'contra_expense',
]);

const name = z.string().max(400);
const metadata = z.record(z.string().max(100), z.string().max(500));
const classification = {
  isMonetary: z.boolean(),
  currency: currency.nullable(),
  ifrsLine: z.string().max(200).nullable(),
  metadata,
};

export const createAccountBody = z.strictObject({
  accountId: accountId.optional().meta({ description: 'Chosen by the client, or made here.' }),
  code: z.string().max(40).meta({ example: '1210' }),
  nameEnglish: name.meta({ example: 'National currency in resident banks' }),
  nameGeorgian: name.meta({ example: 'ეროვნული ვალუტა რეზიდენტ ბანკებში' }),
  type: accountType,
  normalBalance: z.enum(['debit', 'credit', 'both']),
  parentAccountId: accountId.nullable().default(null),
  isPostable: z.boolean().default(true),
  isMonetary: z.boolean().default(false),
  currency: currency.nullable().default(null),
  ifrsLine: z.string().max(200).nullable().default(null),
  metadata: metadata.default({}),
});

export const renameAccountBody = z.strictObject({ nameEnglish: name, nameGeorgian: name });
export const moveAccountBody = z.strictObject({ parentAccountId: accountId.nullable() });
export const classifyAccountBody = z.strictObject(classification);

export const accountSchema = z.object({
  accountId: z.string(),
  code: z.string(),
  nameEnglish: z.string(),
  nameGeorgian: z.string(),
  type: accountType,
  normalBalance: z.enum(['debit', 'credit', 'both']),
  parentAccountId: z.string().nullable(),
  isPostable: z.boolean(),
  isMonetary: z.boolean(),
  currency: z.string().nullable(),
  ifrsLine: z.string().nullable(),
  metadata: z.record(z.string(), z.string()).readonly(),
  isActive: z.boolean(),
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
});

export const accountPage = pageOf(accountSchema);

export const listAccountsQuery = z.strictObject({
  type: accountType.optional(),
  parentAccountId: accountId.optional(),
  isActive: queryBoolean.optional(),
  isPostable: queryBoolean.optional(),
  codePrefix: searchedText(20).optional(),
  search: searchedText(200).optional(),
  sort: sortBy(['code', 'name_georgian', 'name_english']).default('code'),
  limit: pageLimit,
  after: pageCursor,
});

export const adoptedChart = z.object({
  accountCount: z.number().int(),
  ledgerAccounts: z.object({
    conversionDifference: z.string(),
    exchangeGain: z.string(),
    exchangeLoss: z.string(),
    retainedEarnings: z.string(),
  }),
});

export const fourEyes = z.union([
  z.strictObject({ required: z.literal(true) }),
  z.strictObject({ required: z.literal(false), reason: z.string().min(1).max(500) }),
]);

export const ledgerSettingsBody = z.strictObject({
  accounts: z.strictObject({
    conversionDifference: accountId,
    exchangeGain: accountId,
    exchangeLoss: accountId,
    retainedEarnings: accountId,
  }),
  fourEyes,
});

export const ledgerSettings = z.object({
  accounts: z.object({
    conversionDifference: z.string(),
    exchangeGain: z.string(),
    exchangeLoss: z.string(),
    retainedEarnings: z.string(),
  }),
  fourEyes,
  version: z.number().int(),
});

/** The answer of every command on an account. */
export const accountReceipt = z
  .object({ accountId: z.string(), code: z.string(), version: z.number().int() })
  .meta({ id: 'AccountReceipt' });
