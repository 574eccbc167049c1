import type { Transaction } from '@accounting/database';
import type { RecordedEvent } from '@accounting/event-store';
import { derivedUuid, derivedUuidName, type CompanyId, type Instant } from '@accounting/kernel';
import type { TransactionId } from '../../src/domain/transaction/transaction-id';
import { postingInParts } from '../../src/projections/posting-in-parts';
import {
  newAccount,
  newCompany,
  now,
  posted,
  startLedger,
  type TestLedger,
} from '../infrastructure/ledger-fixture';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.close());

const batchStartedAt = now;
const accounts = { debit: newAccount(), credit: newAccount(), on: '2026-11-05' };

/** A posting of 10.00 on a line of a batch. */
const posting = (companyId: CompanyId, line: number, batch = 'b1', at: Instant = now) => {
  const name = derivedUuidName(batch);
  const transactionId = derivedUuid(at, line, name) as TransactionId;
  return { companyId, event: posted({ ...accounts, transactionId }) };
};

const writeJournal = async (
  transaction: Transaction,
  ...postings: readonly ReturnType<typeof posting>[]
): Promise<void> => {
  await ledger.partitions.ensure(['2026-11' as never]);
  const recorded = postings.map(
    ({ companyId, event }) =>
      ({ ...event, companyId, streamVersion: 1, occurredAt: now }) as unknown as RecordedEvent,
  );
  await postingInParts.writeJournal(transaction, recorded);
};

const debitOf = async (companyId: CompanyId): Promise<string | undefined> =>
  ledger.database.read(companyId, async (connection) => {
    const { rows } = await connection.query<{ debit_gel: string }>(
      `SELECT debit_gel FROM ledger.account_balances WHERE account_id = '${accounts.debit}'`,
    );
    return rows[0]?.debit_gel;
  });

describe('balances that are added to at the end', () => {
  it('take in all that the transaction has written for the batch', async () => {
    const company = newCompany();
    await ledger.database.write([company], async (transaction) => {
      await writeJournal(transaction, posting(company, 1), posting(company, 2));
      await writeJournal(transaction, posting(company, 3));
      const written = { batchStartedAt, entries: 6 };
      await postingInParts.addToBalances(transaction, company, written);
    });
    expect(await debitOf(company)).toBe('30.00');
  });

  it('leave out what others posted in the same instant', async () => {
    const company = newCompany();
    await ledger.record(company, posting(company, 2, 'b2').event);
    await ledger.database.write([company], async (transaction) => {
      await writeJournal(transaction, posting(company, 1));
      await postingInParts.addToBalances(transaction, company, { batchStartedAt, entries: 2 });
    });
    expect(await debitOf(company)).toBe('20.00');
  });

  it.each([
    ['more', 4],
    ['fewer', 1],
  ])('are refused when %s entries were written than are found', async (_, entries) => {
    const company = newCompany();
    const writing = ledger.database.write([company], async (transaction) => {
      await writeJournal(transaction, posting(company, 1));
      await postingInParts.addToBalances(transaction, company, { batchStartedAt, entries });
    });
    await expect(writing).rejects.toThrow('2 are found');
    expect(await debitOf(company)).toBeUndefined();
  });

  it('are refused when a part was written for another instant', async () => {
    const company = newCompany();
    const later = '2026-11-22T08:00:00.001Z' as Instant;
    const writing = ledger.database.write([company], async (transaction) => {
      await writeJournal(transaction, posting(company, 1), posting(company, 2, 'b1', later));
      await postingInParts.addToBalances(transaction, company, { batchStartedAt, entries: 4 });
    });
    await expect(writing).rejects.toThrow('4 entries were written, but 2 are found');
  });

  it('are those of a company that the transaction was opened for', async () => {
    const [company, other] = [newCompany(), newCompany()];
    const writing = ledger.database.write([company], (transaction) =>
      postingInParts.addToBalances(transaction, other, { batchStartedAt, entries: 0 }),
    );
    await expect(writing).rejects.toThrow(/not opened for/);
    const journal = ledger.database.write([company], (transaction) =>
      writeJournal(transaction, posting(other, 1)),
    );
    await expect(journal).rejects.toThrow(/not opened for/);
  });

  it('are not added to by the service in any other way', async () => {
    const company = newCompany();
    const nulls = Array.from({ length: 12 }, () => 'NULL').join(', ');
    const writing = ledger.database.write([company], (transaction) =>
      transaction.query(`SELECT ledger.add_to_balances(${nulls})`),
    );
    await expect(writing).rejects.toThrow(/permission denied/);
  });
});
