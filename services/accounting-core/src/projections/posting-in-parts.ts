import { queryAtLength } from '@accounting/database';
import { derivedUuidsOf } from '@accounting/kernel';
import type { PostingInParts } from '../application/import-ports';
import { postedJournal } from './posted-transactions';

/** A file whose every entry has dimensions of its own takes seconds; ten times what was seen. */
const addingMsMax = 60_000;

/** What follows from postings, with balances that are written once for all of them. */
export const postingInParts: PostingInParts = {
  writeJournal: postedJournal,

  addToBalances: async (transaction, companyId, { batchStartedAt, entries }) => {
    const { first, last } = derivedUuidsOf(batchStartedAt);
    await queryAtLength(transaction, addingMsMax, {
      text: 'SELECT ledger.add_written_journal_to_balances($1, $2, $3, $4)',
      values: [companyId, first, last, entries],
    });
  },
};
