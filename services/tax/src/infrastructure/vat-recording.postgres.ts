import {
  dateColumn,
  integerColumn,
  numericColumn,
  textColumn,
  uuidColumn,
  type Transaction,
} from '@accounting/database';
import type { CompanyId } from '@accounting/kernel';
import type { RecordLedgerTransactions } from '../application/vat-ports';
import type { RuleSet } from '../domain/rule-set/rule-set';
import { classifyTransaction } from '../domain/vat-ledger/classify-transaction';
import type { LedgerTransaction } from '../domain/vat-ledger/ledger-transaction';
import type { VatEntry } from '../domain/vat-ledger/vat-entry';

interface EntryOfTransaction extends VatEntry {
  readonly of: LedgerTransaction;
  readonly number: number;
}

/** The other party of a transaction, where its entries name one and the same. */
const counterpartyOf = ({ entries }: LedgerTransaction): string | undefined => {
  const named = new Set(
    entries.map(({ counterpartyTin }) => counterpartyTin).filter((tin) => tin !== undefined),
  );
  return named.size === 1 ? [...named][0] : undefined;
};

const insert = async (
  transaction: Transaction,
  companyId: CompanyId,
  entries: readonly EntryOfTransaction[],
): Promise<void> => {
  if (entries.length === 0) return;
  await transaction.query({
    name: 'insert-vat-entries',
    text: `INSERT INTO tax.vat_entries
             (company_id, transaction_id, entry_number, period, accounting_date, line,
              input_column, base_gel, vat_gel, base_origin, counterparty_tin,
              document_reference, description)
           SELECT $1, id, number, date_trunc('month', day)::date, day, line, input_column,
             base, vat, origin, tin, reference, description
           FROM unnest($2::uuid[], $3::integer[], $4::date[], $5::text[], $6::text[],
             $7::numeric[], $8::numeric[], $9::text[], $10::text[], $11::text[], $12::text[])
             AS entry (id, number, day, line, input_column, base, vat, origin, tin, reference,
               description)`,
    values: [
      companyId,
      uuidColumn(entries.map(({ of }) => of.transactionId)),
      integerColumn(entries.map(({ number }) => number)),
      dateColumn(entries.map(({ of }) => of.date)),
      textColumn(entries.map(({ line }) => line)),
      textColumn(entries.map(({ column }) => column)),
      numericColumn(entries.map(({ base }) => base.toString())),
      numericColumn(entries.map(({ vat }) => vat.toString())),
      textColumn(entries.map(({ baseOrigin }) => baseOrigin)),
      textColumn(entries.map(({ of }) => counterpartyOf(of))),
      textColumn(entries.map(({ of }) => of.documentReference)),
      textColumn(entries.map(({ of }) => of.description)),
    ],
  });
};

/** A reversal takes back, on its own day, what its original meant, whatever that was. */
const insertReversals = async (
  transaction: Transaction,
  companyId: CompanyId,
  reversals: readonly LedgerTransaction[],
): Promise<void> => {
  if (reversals.length === 0) return;
  await transaction.query({
    name: 'insert-reversed-vat-entries',
    text: `INSERT INTO tax.vat_entries
             (company_id, transaction_id, entry_number, reversal_of, period, accounting_date,
              line, input_column, base_gel, vat_gel, base_origin, counterparty_tin,
              document_reference, description)
           SELECT $1, reversal.id, entry_number, reversal.original_id,
             date_trunc('month', reversal.day)::date, reversal.day,
             line, input_column, -base_gel, -vat_gel, base_origin, counterparty_tin,
             document_reference, reversal.description
           FROM unnest($2::uuid[], $3::uuid[], $4::date[], $5::text[])
             AS reversal (id, original_id, day, description)
           JOIN tax.vat_entries AS original
             ON original.company_id = $1 AND original.transaction_id = reversal.original_id`,
    values: [
      companyId,
      uuidColumn(reversals.map(({ transactionId }) => transactionId)),
      uuidColumn(reversals.map(({ reversalOf }) => reversalOf)),
      dateColumn(reversals.map(({ date }) => date)),
      textColumn(reversals.map(({ description }) => description)),
    ],
  });
};

/** On PostgreSQL. What a transaction meant before is replaced: twice is the same as once. */
export const createVatRecording =
  (rules: RuleSet): RecordLedgerTransactions =>
  async (transaction, companyId, posted) => {
    await transaction.query({
      name: 'delete-vat-entries',
      text: `DELETE FROM tax.vat_entries
             WHERE company_id = $1 AND transaction_id = ANY ($2::uuid[])`,
      values: [companyId, uuidColumn(posted.map(({ transactionId }) => transactionId))],
    });
    const entries = posted.flatMap((of) =>
      classifyTransaction(of, rules.rate('vat.standard_rate', of.date).value).map(
        (entry, index) => ({ ...entry, of, number: index + 1 }),
      ),
    );
    await insert(transaction, companyId, entries);
    await insertReversals(
      transaction,
      companyId,
      posted.filter(({ reversalOf }) => reversalOf !== undefined),
    );
  };
