import { plainArray, textArray, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import type { Entry } from '../domain/transaction/events';
import { eventsOf, type Recorded } from './ledger-events';

type Posting = Recorded<'TransactionPosted'>;

/** An entry with the place of its transaction (from 1) and its own number in it (from 1). */
interface PlacedEntry {
  readonly entry: Entry;
  readonly transactionIndex: number;
  readonly entryNumber: number;
}

const placeEntries = (postings: readonly Posting[]): readonly PlacedEntry[] => {
  const placed: PlacedEntry[] = [];
  postings.forEach(({ data }, postingIndex) => {
    data.entries.forEach((entry, entryIndex) => {
      placed.push({ entry, transactionIndex: postingIndex + 1, entryNumber: entryIndex + 1 });
    });
  });
  return placed;
};

const transactionColumns = (postings: readonly Posting[]): readonly (string | null)[] => [
  plainArray(postings.map(({ companyId }) => companyId)),
  plainArray(postings.map(({ data }) => data.transactionId)),
  plainArray(postings.map(({ streamVersion }) => streamVersion)),
  plainArray(postings.map(({ data }) => data.transactionType)),
  plainArray(postings.map(({ data }) => data.transactionDate)),
  textArray(postings.map(({ data }) => data.description)),
  textArray(postings.map(({ data }) => data.documentReference)),
  plainArray(postings.map(({ data }) => data.totalGel)),
  plainArray(postings.map(({ data }) => data.entries.length)),
  textArray(postings.map(({ data }) => data.createdBy)),
  textArray(postings.map(({ data }) => data.approvedBy)),
  textArray(postings.map(({ data }) => data.postedBy)),
  plainArray(postings.map(({ occurredAt }) => occurredAt)),
  plainArray(postings.map(({ data }) => data.reversalOf ?? null)),
  textArray(postings.map(({ data }) => data.importBatchId)),
];

const entryColumns = (placed: readonly PlacedEntry[]): readonly (string | null)[] => {
  const amounts = (side: Entry['side'], field: 'amount' | 'amountGel'): string =>
    plainArray(placed.map(({ entry }) => (entry.side === side ? entry[field] : '0')));
  return [
    plainArray(placed.map(({ transactionIndex }) => transactionIndex)),
    plainArray(placed.map(({ entryNumber }) => entryNumber)),
    plainArray(placed.map(({ entry }) => entry.accountId)),
    amounts('debit', 'amount'),
    amounts('credit', 'amount'),
    amounts('debit', 'amountGel'),
    amounts('credit', 'amountGel'),
    plainArray(placed.map(({ entry }) => entry.currency)),
    plainArray(placed.map(({ entry }) => entry.exchangeRate)),
    textArray(placed.map(({ entry }) => entry.description)),
    textArray(placed.map(({ entry }) => entry.counterpartyTin)),
    textArray(placed.map(({ entry }) => entry.project)),
    textArray(placed.map(({ entry }) => entry.costCentre)),
    textArray(placed.map(({ entry }) => entry.documentReference)),
    plainArray(placed.map(({ entry }) => entry.isConversionDifference === true)),
  ];
};

const columnCount = 30;
const placeholders = Array.from({ length: columnCount }, (_, index) => `$${String(index + 1)}`);
const recordPostings = {
  name: 'ledger_record_postings',
  text: `SELECT ledger.record_postings(${placeholders.join(', ')})`,
};

/** Transactions, journal and balances of everything posted in a commit, in one round trip. */
export const postedTransactions: InlineProjection<Transaction> = async (transaction, events) => {
  const postings = eventsOf(events, ['TransactionPosted']);
  if (postings.length === 0) return;
  await transaction.query({
    ...recordPostings,
    values: [...transactionColumns(postings), ...entryColumns(placeEntries(postings))],
  });
};
