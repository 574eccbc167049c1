import type { Currency, TaxIdentificationNumber } from '@accounting/kernel';
import type { AccountId } from '../domain/account/account-id';
import type { AccountType } from '../domain/account/events';
import type { Entry } from '../domain/transaction/events';
import { amountText } from './decimal-text';

export interface JournalEntryRow {
  readonly account_id: AccountId;
  readonly code: string;
  readonly type: AccountType;
  readonly debit: string;
  readonly credit: string;
  readonly debit_gel: string;
  readonly credit_gel: string;
  readonly currency: Currency;
  readonly exchange_rate: string;
  readonly description: string | null;
  readonly counterparty_tin: TaxIdentificationNumber | null;
  readonly project: string | null;
  readonly cost_centre: string | null;
  readonly document_reference: string | null;
  readonly is_conversion_difference: boolean;
}

/** What `toEntry` needs of `journal_entries AS entry` and `accounts AS account`. */
export const journalEntryColumns = `entry.account_id, account.code, account.type, entry.debit,
  entry.credit, entry.debit_gel, entry.credit_gel, entry.currency,
  trim_scale(entry.exchange_rate) AS exchange_rate, entry.description, entry.counterparty_tin,
  entry.project, entry.cost_centre, entry.document_reference, entry.is_conversion_difference`;

/** The entry as it was posted. */
export const toEntry = (row: JournalEntryRow): Entry => {
  const side = /^0(\.0+)?$/.test(row.debit_gel) ? 'credit' : 'debit';
  return {
    accountId: row.account_id,
    accountCode: row.code,
    accountType: row.type,
    side,
    amount: amountText(row[side], row.currency),
    currency: row.currency,
    exchangeRate: row.exchange_rate,
    amountGel: side === 'debit' ? row.debit_gel : row.credit_gel,
    ...(row.description !== null && { description: row.description }),
    ...(row.counterparty_tin !== null && { counterpartyTin: row.counterparty_tin }),
    ...(row.project !== null && { project: row.project }),
    ...(row.cost_centre !== null && { costCentre: row.cost_centre }),
    ...(row.document_reference !== null && { documentReference: row.document_reference }),
    ...(row.is_conversion_difference && { isConversionDifference: true }),
  };
};
