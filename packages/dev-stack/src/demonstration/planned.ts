import { createHash } from 'node:crypto';

/** One entry as the HTTP API takes it. Amounts are decimal text. */
export interface PlannedEntry {
  readonly accountCode: string;
  readonly debit?: string;
  readonly credit?: string;
  readonly currency?: string;
  readonly amountGel?: string;
  readonly description?: string;
  readonly counterpartyTin?: string;
  readonly project?: string;
  readonly costCentre?: string;
}

/** A transaction of the month. `key` is its name in idempotency keys and never changes. */
export interface PlannedTransaction {
  readonly key: string;
  readonly transactionDate: string;
  readonly transactionType?: 'opening_balance';
  readonly description: string;
  readonly documentReference: string;
  readonly entries: readonly PlannedEntry[];
}

type Details = Omit<PlannedEntry, 'accountCode' | 'debit' | 'credit'>;

export const debit = (
  accountCode: string,
  amount: string,
  details: Details = {},
): PlannedEntry => ({
  accountCode,
  debit: amount,
  ...details,
});

export const credit = (
  accountCode: string,
  amount: string,
  details: Details = {},
): PlannedEntry => ({ accountCode, credit: amount, ...details });

/**
 * The identifier that a planned transaction gets: a UUID of version 5 (RFC 9562) from its key, so
 * that a second start names the same transaction.
 */
export const plannedId = (key: string): string => {
  const hash = createHash('sha1').update(`demonstration ${key}`).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `a${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
};
