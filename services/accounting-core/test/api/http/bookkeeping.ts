import type { AccountBalance } from '../../../src/application/balance-queries';
import type { AccountView } from '../../../src/application/ports';
import type { TransactionReceipt } from '../../../src/application/transaction-use-cases';
import type { TrialBalanceView } from '../../../src/application/trial-balance-query';
import { accepted, type Caller } from './caller';
import type { StartedLedger } from './started-ledger';

/** Accounts of the Georgian chart that the tests post to. */
export const chart = {
  cash: '1110',
  bank: '1210',
  foreignBank: '1220',
  customers: '1410',
  goods: '1610',
  suppliers: '3110',
  capital: '5150',
  retainedEarnings: '5310',
  sales: '6110',
  exchangeGain: '8140',
  wages: '7410',
  exchangeLoss: '8240',
} as const;

export const today = '2026-11-22';

export type EntryBody = Readonly<Record<string, string>>;

/** Debit one account, credit another. */
export const pair = (
  debit: string,
  credit: string,
  amount: string,
  fields: EntryBody = {},
): readonly EntryBody[] => [
  { accountCode: debit, debit: amount, ...fields },
  { accountCode: credit, credit: amount, ...fields },
];

/** The body of a transaction: a sale for cash unless said otherwise. */
export const transactionBody = (fields: Readonly<Record<string, unknown>> = {}): object => ({
  transactionDate: today,
  description: 'Sale for cash',
  entries: pair(chart.cash, chart.sales, '100.00'),
  ...fields,
});

/** Creates and posts in one call. */
export const post = (
  caller: Caller,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<TransactionReceipt> =>
  accepted(caller.post<TransactionReceipt>('/transactions/post', transactionBody(fields)));

/** Somebody with all permissions in a new company that has adopted the Georgian chart. */
export const newCompany = async (ledger: Pick<StartedLedger, 'caller'>): Promise<Caller> => {
  const caller = ledger.caller();
  await accepted(caller.post('/accounts/chart'));
  return caller;
};

/** The accounts of a company by their code. */
export const accountsOf = async (caller: Caller): Promise<ReadonlyMap<string, AccountView>> => {
  const { items } = await accepted(
    caller.get<{ items: readonly AccountView[] }>('/accounts?limit=1000'),
  );
  return new Map(items.map((account) => [account.code, account]));
};

export const accountOf = async (caller: Caller, code: string): Promise<AccountView> => {
  const account = (await accountsOf(caller)).get(code);
  if (account === undefined) throw new Error(`the company has no account ${code}`);
  return account;
};

export const balanceOf = async (
  caller: Caller,
  code: string,
  query = '',
): Promise<AccountBalance> => {
  const { accountId } = await accountOf(caller, code);
  return accepted(caller.get<AccountBalance>(`/balances/accounts/${accountId}${query}`));
};

export const trialBalanceOf = (caller: Caller, query = ''): Promise<TrialBalanceView> =>
  accepted(caller.get<TrialBalanceView>(`/balances/trial-balance${query}`));

/** The balances of every account with one, by code: what the books say in one look. */
export const booksOf = async (caller: Caller): Promise<Readonly<Record<string, string>>> => {
  const { balances } = await accepted(
    caller.get<{ balances: readonly AccountBalance[] }>('/balances'),
  );
  return Object.fromEntries(
    balances
      .filter(({ currencies }) => currencies.length > 0)
      .map(({ accountCode, balanceGel }) => [accountCode, balanceGel]),
  );
};

/** How many rows a company has where a refused request must leave none. */
export const footprintOf = async (
  { owner }: Pick<StartedLedger, 'owner'>,
  { companyId }: Pick<Caller, 'companyId'>,
): Promise<Readonly<Record<string, string>>> => {
  const { rows } = await owner.read(companyId, (connection) =>
    connection.query<Record<string, string>>(
      `SELECT
         (SELECT count(*) FROM event_sourcing.event_store WHERE company_id = $1) AS events,
         (SELECT count(*) FROM event_sourcing.idempotency_records WHERE company_id = $1) AS answers,
         (SELECT count(*) FROM ledger.accounts WHERE company_id = $1) AS accounts,
         (SELECT count(*) FROM ledger.transactions WHERE company_id = $1) AS transactions,
         (SELECT count(*) FROM ledger.journal_entries WHERE company_id = $1) AS entries,
         (SELECT count(*) FROM ledger.exchange_rates WHERE company_id = $1) AS rates,
         (SELECT count(*) FROM ledger.fiscal_periods WHERE company_id = $1) AS periods,
         (SELECT count(*) FROM ledger.import_batches WHERE company_id = $1) AS imports,
         (SELECT coalesce(sum(debit_gel), 0) FROM ledger.account_balances
          WHERE company_id = $1) AS turnover`,
      [companyId],
    ),
  );
  return rows[0] as Record<string, string>;
};
