import { z } from 'zod';
import { accountId, accountType } from './accounts';
import {
  accountingDate,
  amount,
  currency,
  daysInOrder,
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

export const closingEntries = z
  .enum(['include', 'exclude'])
  .default('include')
  .meta({
    description:
      'With `exclude`, year-end closings and the reversals of those that were reopened do not ' +
      'count when they are dated within the days asked for: from `from`, or the beginning of ' +
      'the books, to `asOf`. Income and expenses of a closed year show then what they were ' +
      'closed with.',
  });

export const balanceQuery = z.strictObject({ asOf, closingEntries });

/** A balance of an account, wherever one is told: the one description of its sign. */
const balance = amount.meta({
  description:
    'Positive on the normal side of the account, negative on the other; an account that may ' +
    'stand on either has the usual side of its type: debit for assets and expenses, credit for ' +
    'liabilities, equity and income.',
});

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
    balanceGel: balance,
    currencies: z.array(z.object({ currency: z.string(), balance, ...totals })).readonly(),
    /** With everything below it in the hierarchy. */
    rolledUp: z.object({ debitGel: amount, creditGel: amount, balanceGel: balance }),
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

export const trialBalanceQuery = daysInOrder(
  z.strictObject({
    from: accountingDate
      .optional()
      .meta({ description: 'First day of the turnover; since the books began without it.' }),
    asOf,
    closingEntries,
  }),
  'asOf',
);

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

export const ledgerQuery = daysInOrder(
  z.strictObject({
    from: accountingDate.optional(),
    to: accountingDate.optional(),
    currency: currency.optional().meta({
      description: 'Only entries in it; the balances are told in it as well.',
    }),
    sort: sortBy(['transaction_date']).default('transaction_date'),
    limit: pageLimit,
    after: pageCursor,
  }),
  'to',
);

/** With `currency` balances have a second form, in it. */
export const ledgerPage = pageOf(
  entrySchema.extend({
    transactionId: z.string(),
    entryNumber: z.number().int(),
    transactionDate: z.string(),
    transactionDescription: z.string(),
    balanceGel: balance,
    balance: balance.optional(),
  }),
).extend({
  /** Before the earliest item of the page. */
  openingBalanceGel: balance,
  openingBalance: balance.optional(),
  /** After the latest item of the page. */
  closingBalanceGel: balance,
  closingBalance: balance.optional(),
});

const dimensionType = z.enum(['counterparty_tin', 'project', 'cost_centre', 'document_reference']);

export const dimensionsQuery = daysInOrder(
  z.strictObject({
    dimensionType,
    dimensionValue: searchedText(64).optional(),
    accountId: accountId.optional(),
    from: accountingDate.optional().meta({
      description: 'Accounting date from which postings count; since the books began without it.',
    }),
    asOf,
    sort: sortBy(['dimension_value']).default('dimension_value').meta({
      description: 'By value, then by account and currency; with `-` before it, all backwards.',
    }),
    limit: pageLimit,
    after: pageCursor,
  }),
  'asOf',
);

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
  laterRevaluations: z
    .array(z.string())
    .readonly()
    .meta({
      description:
        'The first 20 later days that were revalued before, earliest first. What was posted now ' +
        'has changed their balances: revalue them again in this order. Empty when nothing was ' +
        'posted.',
      example: ['2026-11-30'],
    }),
});
