import { derivedUuidsOf } from '@accounting/kernel';
import type { PostingInParts } from '../application/import-ports';
import { postedJournal } from './posted-transactions';

/** What follows from postings, with balances that are written once for all of them. */
export const postingInParts: PostingInParts = {
  writeJournal: postedJournal,

  addToBalances: async (transaction, companyId, { batchStartedAt, entries }) => {
    const { first, last } = derivedUuidsOf(batchStartedAt);
    await transaction.query('SELECT ledger.add_written_journal_to_balances($1, $2, $3, $4)', [
      companyId,
      first,
      last,
      entries,
    ]);
  },
};
