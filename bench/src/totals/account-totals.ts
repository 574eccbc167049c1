import { accountingCoreV1, readFact } from '@accounting/contracts';
import { numericColumn, textColumn, uuidColumn, type Transaction } from '@accounting/database';
import { Money, type CompanyId, type Uuid } from '@accounting/kernel';
import type { Consumer, IncomingMessage } from '@accounting/messaging';

interface Total {
  debit: Money;
  credit: Money;
}

const zero = Money.zero();

/** What the postings among the facts add to each account, by its identifier. */
const addedBy = (facts: readonly IncomingMessage[]): ReadonlyMap<string, Total> => {
  const totals = new Map<string, Total>();
  for (const fact of facts) {
    const posted = readFact(accountingCoreV1.TransactionPostedSchema, fact);
    for (const entry of posted?.content?.entries ?? []) {
      const total = totals.get(entry.accountId) ?? { debit: zero, credit: zero };
      const amount = Money.of(entry.amountGel);
      if (entry.side === accountingCoreV1.EntrySide.DEBIT) total.debit = total.debit.plus(amount);
      else total.credit = total.credit.plus(amount);
      totals.set(entry.accountId, total);
    }
  }
  return totals;
};

const add = async (
  transaction: Transaction,
  companyId: CompanyId,
  totals: ReadonlyMap<string, Total>,
): Promise<void> => {
  if (totals.size === 0) return;
  const sorted = [...totals].sort(([one], [other]) => (one < other ? -1 : 1));
  await transaction.query({
    name: 'add-totals',
    text: `INSERT INTO totals.account_totals AS total
             (company_id, account_id, debit_gel, credit_gel)
           SELECT $1, added.* FROM unnest($2::uuid[], $3::numeric[], $4::numeric[]) AS added
           ON CONFLICT (company_id, account_id) DO UPDATE
           SET debit_gel = total.debit_gel + excluded.debit_gel,
               credit_gel = total.credit_gel + excluded.credit_gel`,
    values: [
      companyId,
      uuidColumn(sorted.map(([accountId]) => accountId as Uuid)),
      numericColumn(sorted.map(([, { debit }]) => debit.toString())),
      numericColumn(sorted.map(([, { credit }]) => credit.toString())),
    ],
  });
};

const noteArrivals = async (
  transaction: Transaction,
  companyId: CompanyId,
  facts: readonly IncomingMessage[],
): Promise<void> => {
  await transaction.query({
    name: 'note-arrivals',
    text: `INSERT INTO totals.arrivals (company_id, event_id, source)
           SELECT $1, unnest($2::uuid[]), unnest($3::text[])`,
    values: [
      companyId,
      uuidColumn(facts.map(({ attributes }) => attributes.id)),
      textColumn(facts.map(({ attributes }) => attributes.source)),
    ],
  });
};

/** Keeps a running total per account from what the ledger posts. */
export const accountTotals: Consumer = {
  name: 'account-totals',
  topics: ['accounting-core.transaction'],
  handle: async (transaction, facts) => {
    const companyId = facts[0]?.attributes.companyId as CompanyId;
    // Asked for together, they travel together.
    await Promise.all([
      add(transaction, companyId, addedBy(facts)),
      noteArrivals(transaction, companyId, facts),
    ]);
  },
};
