import {
  booleanColumn,
  dateColumn,
  instantColumn,
  integerColumn,
  numericColumn,
  textColumn,
  uuidColumn,
  type Column,
  type Transaction,
} from '@accounting/database';
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

const transactionColumns = (postings: readonly Posting[]): readonly Column[] => [
  uuidColumn(postings.map(({ companyId }) => companyId)),
  uuidColumn(postings.map(({ data }) => data.transactionId)),
  integerColumn(postings.map(({ streamVersion }) => streamVersion)),
  textColumn(postings.map(({ data }) => data.transactionType)),
  dateColumn(postings.map(({ data }) => data.transactionDate)),
  textColumn(postings.map(({ data }) => data.description)),
  textColumn(postings.map(({ data }) => data.documentReference)),
  numericColumn(postings.map(({ data }) => data.totalGel)),
  integerColumn(postings.map(({ data }) => data.entries.length)),
  textColumn(postings.map(({ data }) => data.createdBy)),
  textColumn(postings.map(({ data }) => data.approvedBy)),
  textColumn(postings.map(({ data }) => data.postedBy)),
  instantColumn(postings.map(({ occurredAt }) => occurredAt)),
  uuidColumn(postings.map(({ data }) => data.reversalOf)),
  textColumn(postings.map(({ data }) => data.importBatchId)),
];

const entryColumns = (placed: readonly PlacedEntry[]): readonly Column[] => {
  const amounts = (side: Entry['side'], field: 'amount' | 'amountGel'): Column =>
    numericColumn(placed.map(({ entry }) => (entry.side === side ? entry[field] : '0')));
  return [
    integerColumn(placed.map(({ transactionIndex }) => transactionIndex)),
    integerColumn(placed.map(({ entryNumber }) => entryNumber)),
    uuidColumn(placed.map(({ entry }) => entry.accountId)),
    amounts('debit', 'amount'),
    amounts('credit', 'amount'),
    amounts('debit', 'amountGel'),
    amounts('credit', 'amountGel'),
    textColumn(placed.map(({ entry }) => entry.currency)),
    numericColumn(placed.map(({ entry }) => entry.exchangeRate)),
    textColumn(placed.map(({ entry }) => entry.description)),
    textColumn(placed.map(({ entry }) => entry.counterpartyTin)),
    textColumn(placed.map(({ entry }) => entry.project)),
    textColumn(placed.map(({ entry }) => entry.costCentre)),
    textColumn(placed.map(({ entry }) => entry.documentReference)),
    booleanColumn(placed.map(({ entry }) => entry.isConversionDifference === true)),
  ];
};

const columnCount = 30;
const placeholders = Array.from({ length: columnCount }, (_, index) => `$${String(index + 1)}`);

/** Hands everything posted in a commit to a function of the database, in one round trip. */
const recordingWith =
  (functionName: 'record_postings' | 'record_journal'): InlineProjection<Transaction> =>
  async (transaction, events) => {
    const postings = eventsOf(events, ['TransactionPosted']);
    if (postings.length === 0) return;
    await transaction.query({
      name: `ledger_${functionName}`,
      text: `SELECT ledger.${functionName}(${placeholders.join(', ')})`,
      values: [...transactionColumns(postings), ...entryColumns(placeEntries(postings))],
    });
  };

/** Transactions, journal and balances. */
export const postedTransactions = recordingWith('record_postings');

/** Transactions and journal: whoever records so adds to the balances before the commit. */
export const postedJournal = recordingWith('record_journal');
