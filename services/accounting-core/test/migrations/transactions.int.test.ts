import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent } from '@accounting/event-store';
import type { TransactionId } from '../../src/domain/transaction/transaction-id';
import type { LedgerEvent } from '../../src/projections/ledger-events';
import { postedTransactions } from '../../src/projections/posted-transactions';
import {
  newAccount,
  newCompany,
  newTransaction,
  now,
  posted,
  startLedger,
  type TestLedger,
} from '../infrastructure/ledger-fixture';

let ledger: TestLedger;
const company = newCompany();
const transactionId = newTransaction();

beforeAll(async () => {
  ledger = await startLedger();
  const accounts = { debit: newAccount(), credit: newAccount() };
  await ledger.record(company, posted({ ...accounts, on: '2026-11-05', transactionId }));
});

afterAll(() => ledger.close());

const asService = (statement: string): Promise<unknown> =>
  ledger.database.write([company], (transaction) => transaction.query(statement));

const asOwner = (statement: string): Promise<unknown> =>
  ledger.owner.withoutCompany((connection) => connection.query(statement));

describe('the migration that says who edited last', () => {
  const edited = newTransaction();
  const table = 'ledger.transactions';
  const migration = readFileSync(
    join(__dirname, '../../migrations/0011_say_who_edited_last.sql'),
    'utf8',
  );
  const rows = async (): Promise<readonly object[]> =>
    ledger.owner.withoutCompany(async (connection) => {
      const found = await connection.query<object>(`SELECT * FROM ${table} ORDER BY created_at`);
      return found.rows;
    });

  it('finds of earlier transactions what a rebuild would find', async () => {
    const accounts = { debit: newAccount(), credit: newAccount() };
    const { data } = posted({ ...accounts, on: '2026-11-06', transactionId: edited });
    const { createdBy: _createdBy, postedBy: _postedBy, ...content } = data;
    const revision = (revisedBy: string): LedgerEvent => ({
      type: 'TransactionRevised',
      data: { ...content, revisedBy },
    });
    const history: readonly LedgerEvent[] = [
      { type: 'TransactionDrafted', data: { ...content, createdBy: 'nino' } },
      revision('giorgi'),
      revision('eka'),
      { type: 'TransactionApproved', data: { transactionId: edited, approvedBy: 'giorgi' } },
      { type: 'TransactionPosted', data: { ...data, approvedBy: 'giorgi', lastEditedBy: 'eka' } },
    ];
    for (const [index, event] of history.entries()) await ledger.record(company, event, index + 1);
    const before = await rows();
    expect(before).toContainEqual(
      expect.objectContaining({ transaction_id: edited, status: 'posted', last_edited_by: 'eka' }),
    );
    await asOwner(`ALTER TABLE ${table} DROP COLUMN last_edited_by, DROP COLUMN last_edited_at`);
    await asOwner(migration);
    expect(await rows()).toEqual(before);
  });
});

describe('a posted transaction', () => {
  const changes = [
    'UPDATE ledger.transactions SET total_gel = 1',
    "UPDATE ledger.transactions SET description = 'other'",
    "UPDATE ledger.transactions SET transaction_date = '2026-10-01'",
    "UPDATE ledger.transactions SET status = 'draft', posted_at = NULL, draft_entries = '[]'",
    "UPDATE ledger.transactions SET status = 'reversed'",
    `UPDATE ledger.transactions SET status = 'reversed', reversed_by = transaction_id,
       created_by = 'other'`,
  ];

  it.each(changes)('is not changed by the service: %s', async (change) => {
    await expect(asService(change)).rejects.toThrow(/posted and cannot be changed/);
  });

  it.each([...changes, 'DELETE FROM ledger.transactions'])(
    'is not changed by the owner of the database: %s',
    async (change) => {
      await expect(asOwner(change)).rejects.toThrow(/posted and cannot be changed/);
    },
  );

  it('is not made by the service without the posting function', async () => {
    const copy = `INSERT INTO ledger.transactions
      SELECT (jsonb_populate_record(row, jsonb_build_object('transaction_id', gen_random_uuid()))).*
      FROM ledger.transactions AS row`;
    await expect(asService(copy)).rejects.toThrow(/row-level security/);
  });

  it('is not posted a second time', async () => {
    const accounts = { debit: newAccount(), credit: newAccount() };
    const again = posted({ ...accounts, on: '2026-10-05', transactionId });
    await expect(ledger.record(company, again, 2)).rejects.toThrow(/posted already/);
  });

  it('has its reversal noted once', async () => {
    const note = (by: string) =>
      asService(`UPDATE ledger.transactions SET status = 'reversed', reversed_by = '${by}'`);
    await note(newTransaction());
    await expect(note(newTransaction())).rejects.toThrow(/posted and cannot be changed/);
  });
});

describe('a posting', () => {
  const accounts = { debit: newAccount(), credit: newAccount(), on: '2026-11-05' };

  /** Writes a posting as the projections are handed it, whatever facts there are before it. */
  const write = (id: TransactionId, streamVersion: number): Promise<unknown> => {
    const event = posted({ ...accounts, transactionId: id });
    const recorded = { ...event, companyId: company, streamVersion, occurredAt: now };
    return ledger.database.write([company], (transaction) =>
      postedTransactions(transaction, [recorded as unknown as RecordedEvent]),
    );
  };

  it('is not the first fact of a transaction that is there', async () => {
    await expect(write(transactionId, 1)).rejects.toThrow(/transactions_pkey/);
  });

  it('is not a later fact of a transaction that is not there', async () => {
    await expect(write(newTransaction(), 2)).rejects.toThrow(/was never approved/);
  });

  it('is not the next fact of a draft', async () => {
    const drafted = newTransaction();
    const { data } = posted({ ...accounts, transactionId: drafted });
    const { postedBy: _postedBy, ...content } = data;
    await ledger.record(company, { type: 'TransactionDrafted', data: content });
    await expect(write(drafted, 2)).rejects.toThrow(/was never approved/);
  });
});
