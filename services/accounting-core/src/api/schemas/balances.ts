import { z } from 'zod';
import { accountId, accountType } from './accounts';
import {
  accountingDate,
  amount,
  currency,
  pageCursor,
  pageLimit,
  pageOf,
  searchedText,
  sortBy,
} from './primitives';
import { entrySchema } from './transactions';

const asOf = accountingDate.optional().meta({
  description: 'Accounting date up to and including which postings count; all without it.',
});

export const asOfQuery = z.strictObject({ asOf });

const totals = {
  debit: amount,
  credit: amount,
  debitGel: amount,
  creditGel: amount,
};

export const accountBalanceSchema = z
  .object({
    accountId: z.string(),
    accountCode: z.string(),
    nameEnglish: z.string(),
    nameGeorgian: z.string(),
    type: accountType,
    /** On the account's normal side; negative when it stands on the other. */
    balanceGel: amount,
    currencies: z.array(z.object({ currency: z.string(), balance: amount, ...totals })).readonly(),
    /** With everything below it in the hierarchy. */
    rolledUp: z.object({ debitGel: amount, creditGel: amount, balanceGel: amount }),
  })
  .meta({ id: 'AccountBalance' });

/**
 * Not cut into pages, as the trial balance is not: the rows are one statement of one moment, in
 * which every account includes those below it, and there are as many as the chart has accounts.
 */
export const balanceList = z.object({
  asOf: z.string().nullable(),
  balances: z.array(accountBalanceSchema).readonly(),
});

export const trialBalanceQuery = z.strictObject({
  from: accountingDate
    .optional()
    .meta({ description: 'First day of the turnover; since the books began without it.' }),
  asOf,
});

const figures = {
  openingDebitGel: amount,
  openingCreditGel: amount,
  turnoverDebitGel: amount,
  turnoverCreditGel: amount,
  closingDebitGel: amount,
  closingCreditGel: amount,
};

export const trialBalanceSchema = z
  .object({
    from: z.string().nullable(),
    asOf: z.string().nullable(),
    rows: z
      .array(
        z.object({
          accountId: z.string(),
          accountCode: z.string(),
          nameEnglish: z.string(),
          nameGeorgian: z.string(),
          type: accountType,
          ...figures,
        }),
      )
      .readonly(),
    totals: z.object(figures),
  })
  .meta({ id: 'TrialBalance' });

export const ledgerQuery = z.strictObject({
  from: accountingDate.optional(),
  to: accountingDate.optional(),
  currency: currency.optional(),
  sort: sortBy(['transaction_date']).default('transaction_date'),
  limit: pageLimit,
  after: pageCursor,
});

export const ledgerPage = pageOf(
  entrySchema.extend({
    transactionId: z.string(),
    entryNumber: z.number().int(),
    transactionDate: z.string(),
    transactionDescription: z.string(),
    balanceGel: amount,
  }),
).extend({
  openingBalanceGel: amount.meta({
    description: 'Before the earliest item of the page, debit positive.',
  }),
  closingBalanceGel: amount.meta({
    description: 'After the latest item of the page, debit positive.',
  }),
});

const dimensionType = z.enum(['counterparty_tin', 'project', 'cost_centre', 'document_reference']);

export const dimensionsQuery = z.strictObject({
  dimensionType,
  dimensionValue: searchedText(64).optional(),
  accountId: accountId.optional(),
  asOf,
  sort: sortBy(['dimension_value']).default('dimension_value').meta({
    description: 'By value, then by account and currency; with `-` before it, all backwards.',
  }),
  limit: pageLimit,
  after: pageCursor,
});

export const dimensionPage = pageOf(
  z.object({
    dimensionType,
    dimensionValue: z.string(),
    accountId: z.string(),
    accountCode: z.string(),
    currency: z.string(),
    ...totals,
  }),
);

export const revaluationBody = z.strictObject({ date: accountingDate });

export const revaluationReceipt = z.object({
  date: z.string(),
  /** Absent when no balance needed revaluing. */
  transactionId: z.string().nullable(),
  gainGel: amount,
  lossGel: amount,
});
