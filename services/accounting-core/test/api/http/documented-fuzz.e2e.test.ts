import fc from 'fast-check';
import { requestFor } from './arbitrary-request';
import { chart, newCompany, pair, transactionBody, trialBalanceOf } from './bookkeeping';
import { accepted, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
let company: Caller;
beforeAll(async () => {
  ledger = await startLedger();
  company = await newCompany(ledger);
});
afterAll(() => ledger.stop());

/** Some thousands of requests in all, within ten seconds. */
const runsPerOperation = 50;

const transaction = transactionBody({
  entries: pair(chart.cash, chart.sales, '1.00', { counterpartyTin: '200000001', project: 'A' }),
});

/** Bodies that are accepted, to be spoiled in one place at a time. */
const goodBodies: Readonly<Record<string, object>> = {
  postTransactions: transaction,
  postTransactionsPost: transaction,
  putTransactionsTransactionId: transaction,
  postAccounts: {
    code: '1111',
    nameEnglish: 'Safe',
    nameGeorgian: 'სეიფი',
    type: 'asset',
    normalBalance: 'debit',
    metadata: { branch: 'ბათუმი' },
  },
  putExchangeRatesCurrencyDate: { rate: '2.7', quantity: 1, source: 'nbg' },
};

/** Ids that exist, so that not every request ends at the first look-up. */
const knownIds = async (): Promise<readonly string[]> => {
  const lists = await Promise.all(
    ['/accounts?limit=5', '/transactions?limit=5'].map((path) =>
      accepted(company.get<{ items: Record<string, string>[] }>(path)),
    ),
  );
  return lists.flatMap(({ items }) =>
    items.map(({ accountId, transactionId }) => accountId ?? transactionId ?? ''),
  );
};

describe('whatever is asked by the service’s own API document', () => {
  it('is answered as the document declares, and never with a fault of the service', async () => {
    const { operations, document } = ledger.contract;
    const succeeded = new Set<string>();
    for (const operation of operations) {
      const ids = await knownIds();
      const good = goodBodies[operation.operationId];
      await fc.assert(
        fc.asyncProperty(requestFor(operation, { document, ids, good }), async ({ path, sent }) => {
          // The caller holds the answer against the document.
          const { status } = await company.send(operation.method, path, sent);
          expect(status).toBeLessThan(500);
          if (status < 300) succeeded.add(operation.operationId);
        }),
        { numRuns: runsPerOperation, endOnFailure: true },
      );
    }
    // Refusals alone would say little: much of what is asked must be answered.
    expect(succeeded.size).toBeGreaterThan(operations.length / 3);
    const { totals } = await trialBalanceOf(company);
    expect(totals.closingDebitGel).toBe(totals.closingCreditGel);
  }, 120_000);

  it('is refused without a token before anything else is looked at', async () => {
    const { operations, document } = ledger.contract;
    for (const operation of operations) {
      await fc.assert(
        fc.asyncProperty(requestFor(operation, { document, ids: [] }), async ({ path, sent }) => {
          const headers = { ...sent.headers, authorization: 'Bearer none' };
          const { status } = await company.send(operation.method, path, { ...sent, headers });
          expect(status).toBe(401);
        }),
        { numRuns: 3, endOnFailure: true },
      );
    }
  }, 60_000);
});
