import { invariant, Money } from '@accounting/kernel';
import type { LedgerClient } from './ledger-client';

/** The trial balance as the HTTP API answers it; amounts are decimal text in GEL. */
export interface TrialBalance {
  readonly rows: readonly {
    readonly accountCode: string;
    readonly nameEnglish: string;
    readonly debitGel: string;
    readonly creditGel: string;
  }[];
  readonly totalDebitGel: string;
  readonly totalCreditGel: string;
}

/** Reads the trial balance as of a day, and refuses one that does not balance. */
export const readTrialBalance = async (
  client: LedgerClient,
  asOf: string,
): Promise<TrialBalance> => {
  const { body } = await client.get(`/balances/trial-balance?asOf=${asOf}`);
  const trialBalance = body as unknown as TrialBalance;
  const { totalDebitGel, totalCreditGel } = trialBalance;
  invariant(
    Money.of(totalDebitGel).equals(Money.of(totalCreditGel)),
    `the trial balance balances: ${totalDebitGel} and ${totalCreditGel}`,
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

/** The trial balance as lines of text for a terminal. */
export const trialBalanceTable = (trialBalance: TrialBalance): readonly string[] => {
  const rule = '-'.repeat(codeWidth + nameWidth + 2 * amountWidth + 6);
  const rows = trialBalance.rows.filter(
    ({ debitGel, creditGel }) => !Money.of(debitGel).isZero() || !Money.of(creditGel).isZero(),
  );
  return [
    line('Code', 'Account', 'Debit, GEL', 'Credit, GEL'),
    rule,
    ...rows.map((row) =>
      line(row.accountCode, row.nameEnglish, readable(row.debitGel), readable(row.creditGel)),
    ),
    rule,
    line('', 'Total', readable(trialBalance.totalDebitGel), readable(trialBalance.totalCreditGel)),
  ];
};
