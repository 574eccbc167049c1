/**
 * A transaction as it is asked for: text whose types the API has checked and whose meaning it has
 * not. Names of fields are the paths that errors report.
 */
export interface TransactionInput {
  /** `2026-11-22`, the day in the books. */
  readonly transactionDate: string;
  /** `standard` unless said otherwise. */
  readonly transactionType?: 'standard' | 'opening_balance' | undefined;
  /** 1 to 500 characters. */
  readonly description: string;
  /** 1 to 64 characters. */
  readonly documentReference?: string | undefined;
  /** 2 to 10,000 entries. */
  readonly entries: readonly EntryInput[];
}

/** Exactly one of `accountId` and `accountCode`, exactly one of `debit` and `credit`. */
export interface EntryInput {
  readonly accountId?: string | undefined;
  readonly accountCode?: string | undefined;
  /** Positive decimal text in the entry's currency. */
  readonly debit?: string | undefined;
  readonly credit?: string | undefined;
  /** GEL unless said otherwise. */
  readonly currency?: string | undefined;
  /** GEL for one unit. Without it and without `amountGel`, the recorded rate of the date counts. */
  readonly exchangeRate?: string | undefined;
  /**
   * The value in GEL, for who knows both amounts, as from a bank statement. The rate it implies is
   * recorded; giving a rate besides is refused.
   */
  readonly amountGel?: string | undefined;
  /** 1 to 500 characters. */
  readonly description?: string | undefined;
  /** 9 or 11 digits. */
  readonly counterpartyTin?: string | undefined;
  /** Project, cost centre and document reference: 1 to 64 printable characters each. */
  readonly project?: string | undefined;
  readonly costCentre?: string | undefined;
  readonly documentReference?: string | undefined;
}
