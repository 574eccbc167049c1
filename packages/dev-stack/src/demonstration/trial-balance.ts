import { invariant, Money } from '@accounting/kernel';
import type { ApiClient } from './api-client';

interface ClosingBalance {
  readonly closingDebitGel: string;
  readonly closingCreditGel: string;
}

/**
 * What the table needs of the trial balance that the HTTP API answers; amounts are decimal text.
 */
export interface TrialBalance {
  readonly rows: readonly (ClosingBalance & {
    readonly accountCode: string;
    readonly nameEnglish: string;
  })[];
  readonly totals: ClosingBalance;
}

/** Reads the trial balance as of a day, and refuses one that does not balance. */
export const readTrialBalance = async (client: ApiClient, asOf: string): Promise<TrialBalance> => {
  const { body } = await client.get(`/balances/trial-balance?asOf=${asOf}`);
  const trialBalance = body as unknown as TrialBalance;
  const { closingDebitGel, closingCreditGel } = trialBalance.totals;
  invariant(
    Money.of(closingDebitGel).equals(Money.of(closingCreditGel)),
    `the trial balance balances: ${closingDebitGel} and ${closingCreditGel}`,
  );
  return trialBalance;
};

const codeWidth = 5;
const nameWidth = 48;
const amountWidth = 14;

/** `1234567.80` as `1,234,567.80`; nothing for zero, as accountants write it. */
const readable = (amount: string): string =>
  Money.of(amount).isZero() ? '' : amount.replace(/\B(?=(\d{3})+\.)/g, ',');

const line = (code: string, name: string, debit: string, credit: string): string =>
  [
    code.padEnd(codeWidth),
    (name.length > nameWidth ? `${name.slice(0, nameWidth - 1)}…` : name).padEnd(nameWidth),
    debit.padStart(amountWidth),
    credit.padStart(amountWidth),
  ].join('  ');

const hasBalance = ({ closingDebitGel, closingCreditGel }: ClosingBalance): boolean =>
  [closingDebitGel, closingCreditGel].some((amount) => !Money.of(amount).isZero());

/** The trial balance as lines of text for a terminal; accounts that ended at zero are left out. */
export const trialBalanceTable = ({ rows, totals }: TrialBalance): readonly string[] => {
  const rule = '-'.repeat(codeWidth + nameWidth + 2 * amountWidth + 6);
  const rowOf = (code: string, name: string, balance: ClosingBalance): string =>
    line(code, name, readable(balance.closingDebitGel), readable(balance.closingCreditGel));
  return [
    line('Code', 'Account', 'Debit, GEL', 'Credit, GEL'),
    rule,
    ...rows.filter(hasBalance).map((row) => rowOf(row.accountCode, row.nameEnglish, row)),
    rule,
    rowOf('', 'Total', totals),
  ];
};
