import { newUuid } from '@accounting/kernel';
import { Pool } from 'pg';
import { measureLoad, type Measurement } from './measure';
import { randomAmount, seededRandom } from './random';

export interface LimitOptions {
  /** As the owner of the ledger's database: no row-level security in the way. */
  readonly databaseUrl: string;
  readonly accountIds: readonly string[];
  readonly measureMs: number;
}

const day = '2026-11-15';

const eventData = (transactionId: string, [debit, credit]: readonly string[], amount: string) =>
  JSON.stringify({
    transactionId,
    transactionDate: day,
    transactionType: 'standard',
    description: 'Goods for resale',
    entries: [entry(debit ?? '', 'debit', amount), entry(credit ?? '', 'credit', amount)],
    totalGel: amount,
    createdBy: 'bench',
    postedBy: 'bench',
  });

const entry = (accountId: string, side: string, amount: string) => ({
  accountId,
  accountCode: '1210',
  accountType: 'asset',
  side,
  amount,
  currency: 'GEL',
  exchangeRate: '1',
  amountGel: amount,
});

const answerData = (transactionId: string, amount: string) =>
  JSON.stringify({
    version: 1,
    answer: {
      transactionId,
      status: 'posted',
      version: 1,
      transactionDate: day,
      totalGel: amount,
    },
  });

const twoAccounts = (random: () => number, accountIds: readonly string[]): [string, string] => {
  const first = Math.floor(random() * accountIds.length);
  const second = (first + 1 + Math.floor(random() * (accountIds.length - 1))) % accountIds.length;
  return [accountIds[first] ?? '', accountIds[second] ?? ''];
};

/** L1: one SQL function call a posting, one commit each, 32 connections. */
export const measureOneByOne = async (options: LimitOptions): Promise<Measurement> => {
  const connections = 32;
  const pool = new Pool({ connectionString: options.databaseUrl, max: connections });
  const companyId = newUuid();
  const random = seededRandom(1);
  try {
    return await measureLoad(
      { lanes: connections, warmUpMs: 2000, measureMs: options.measureMs },
      async () => {
        const transactionId = newUuid();
        const accounts = twoAccounts(random, options.accountIds);
        const amount = randomAmount(random);
        const [debit] = accounts;
        const [first, second] = accounts.sort();
        await pool.query({
          name: 'bench-post-one',
          text: 'SELECT bench.post_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
          values: [
            companyId,
            transactionId,
            newUuid(),
            transactionId,
            eventData(transactionId, accounts, amount),
            answerData(transactionId, amount),
            first,
            second,
            first === debit,
            amount,
            day,
          ],
        });
        return 1;
      },
    );
  } finally {
    await pool.end();
  }
};

const batch = 100;

/** L100: batches of 100 a commit on so many connections. */
export const measureBatches = async (
  options: LimitOptions & { readonly connections: number },
): Promise<Measurement> => {
  const pool = new Pool({ connectionString: options.databaseUrl, max: options.connections });
  const companyId = newUuid();
  const random = seededRandom(2);
  try {
    return await measureLoad(
      { lanes: options.connections, warmUpMs: 2000, measureMs: options.measureMs },
      async () => {
        const postings = Array.from({ length: batch }, () => ({
          transactionId: newUuid(),
          accounts: twoAccounts(random, options.accountIds),
          amount: randomAmount(random),
        }));
        await pool.query({
          name: 'bench-post-many',
          text: 'SELECT bench.post_many($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
          values: [
            companyId,
            postings.map(({ transactionId }) => transactionId),
            postings.map(() => newUuid()),
            postings.map(({ transactionId }) => transactionId),
            postings.map(({ transactionId, accounts, amount }) =>
              eventData(transactionId, accounts, amount),
            ),
            postings.map(({ transactionId, amount }) => answerData(transactionId, amount)),
            postings.map(({ accounts }) => accounts[0]),
            postings.map(({ accounts }) => accounts[1]),
            postings.map(({ amount }) => amount),
            day,
          ],
        });
        return batch;
      },
    );
  } finally {
    await pool.end();
  }
};
