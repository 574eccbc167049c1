import { groupBy, Money, reject, type AccountingDate } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import { onNormalSide, positionOf, type AccountTotals } from '../domain/account-totals';
import type { AccountId } from '../domain/account/account-id';
import { errors } from '../domain/account/errors';
import type { LedgerReference, ReferenceAccount } from '../domain/ledger-reference';
import { normalizedLine } from '../domain/printable-text';
import { rollUp, type GelSums } from '../domain/roll-up';
import { sumByAccount } from '../domain/trial-balance';
import { pageOnNormalSide } from './account-ledger-page';
import type { AccountLedgers, LedgerPage, LedgerQuery } from './account-ledger-ports';
import type {
  AccountNames,
  Accounts,
  Balances,
  ClosingEntries,
  DimensionQuery,
  DimensionTotals,
  LedgerReferences,
  Page,
  PageRequest,
} from './ports';
import {
  accountsAfter,
  createTrialBalanceQuery,
  type TrialBalanceQuery,
} from './trial-balance-query';

export interface CurrencyBalance {
  readonly currency: string;
  /** On the account's normal side. */
  readonly balance: string;
  readonly debit: string;
  readonly credit: string;
  readonly debitGel: string;
  readonly creditGel: string;
}

export interface AccountBalance extends AccountNames {
  readonly accountId: string;
  readonly accountCode: string;
  readonly type: ReferenceAccount['type'];
  readonly balanceGel: string;
  readonly currencies: readonly CurrencyBalance[];
  readonly rolledUp: {
    readonly debitGel: string;
    readonly creditGel: string;
    readonly balanceGel: string;
  };
}

interface AsOf {
  readonly asOf?: AccountingDate | undefined;
  readonly closingEntries?: ClosingEntries | undefined;
}

export interface BalanceQueries extends TrialBalanceQuery {
  ofAllAccounts(
    context: RequestContext,
    query: AsOf,
  ): Promise<
    Answer<{ readonly asOf: string | null; readonly balances: readonly AccountBalance[] }>
  >;
  ofAccount(
    context: RequestContext,
    query: AsOf & { readonly accountId: AccountId },
  ): Promise<Answer<AccountBalance>>;
  ofDimension(
    context: RequestContext,
    query: DimensionQuery & PageRequest,
  ): Promise<Answer<Page<DimensionTotals & { readonly accountCode: string }>>>;
  ledger(context: RequestContext, query: LedgerQuery & PageRequest): Promise<Answer<LedgerPage>>;
}

export interface BalanceDependencies {
  readonly references: LedgerReferences;
  readonly accounts: Accounts;
  readonly balances: Balances;
  readonly ledgers: AccountLedgers;
}

export const createBalanceQueries = (dependencies: BalanceDependencies): BalanceQueries => {
  const { references, accounts, balances, ledgers } = dependencies;

  const requireAccount = async (
    { companyId }: RequestContext,
    accountId: AccountId,
  ): Promise<{ readonly ledger: LedgerReference; readonly account: ReferenceAccount }> => {
    const ledger = await references.loadCurrent(companyId);
    const account = ledger.accountById(accountId);
    if (account === undefined) throw reject(errors.notFound, { accountId });
    return { ledger, account };
  };

  return {
    ...createTrialBalanceQuery(dependencies),
    ofAllAccounts: async (context, { asOf, closingEntries }) => {
      const { companyId } = context;
      const totals = await balances.ofAllAccounts(companyId, asOf, closingEntries);
      const { ledger, names } = await accountsAfter(dependencies, companyId);
      const reader = balanceReader({ accounts: [...ledger.accounts()], names, totals });
      return {
        body: {
          asOf: asOf ?? null,
          balances: [...ledger.accounts()].sort(byCode).map((account) => reader(account)),
        },
      };
    },
    ofAccount: async (context, { accountId, asOf, closingEntries }) => {
      const { ledger, account } = await requireAccount(context, accountId);
      const family = familyOf(ledger, account);
      const { companyId } = context;
      // Its own names only: fetching those of a thousand accounts takes longer than the balance.
      const [named, totals] = await Promise.all([
        accounts.find(companyId, accountId),
        balances.ofAccounts(
          companyId,
          family.map((member) => member.accountId),
          asOf,
          closingEntries,
        ),
      ]);
      const names = new Map(named === undefined ? [] : [[accountId, named]]);
      return { body: balanceReader({ accounts: family, names, totals })(account) };
    },
    ofDimension: async ({ companyId }, { limit, after, ...query }) => {
      const { dimensionValue } = query;
      // Found however it was typed, since it is stored in one form.
      const asStored =
        dimensionValue === undefined
          ? query
          : { ...query, dimensionValue: normalizedLine(dimensionValue) };
      const page = await balances.ofDimension(companyId, asStored, { limit, after });
      const ledger = await references.loadCurrent(companyId);
      const items = page.items.map((item) => ({
        ...item,
        accountCode: ledger.accountById(item.accountId)?.code ?? '',
      }));
      return { body: { ...page, items } };
    },
    ledger: async (context, { limit, after, ...query }) => {
      const { account } = await requireAccount(context, query.accountId);
      const page = await ledgers.page(context.companyId, query, { limit, after });
      return { body: pageOnNormalSide(page, account, query) };
    },
  };
};

const byCode = (one: ReferenceAccount, other: ReferenceAccount): number =>
  one.code < other.code ? -1 : 1;

/** The account and everything below it. */
const familyOf = (
  ledger: LedgerReference,
  account: ReferenceAccount,
): readonly ReferenceAccount[] => {
  const children = groupBy(ledger.accounts(), (member) => member.parentAccountId);
  const family = [account];
  // Grows while it is walked, until the lowest level has been added.
  for (const member of family) family.push(...(children.get(member.accountId) ?? []));
  return family;
};

const balanceReader = ({
  accounts,
  names,
  totals,
}: {
  readonly accounts: readonly ReferenceAccount[];
  readonly names: ReadonlyMap<AccountId, AccountNames>;
  readonly totals: readonly AccountTotals[];
}): ((account: ReferenceAccount) => AccountBalance) => {
  const rowsOf = groupBy(totals, ({ accountId }) => accountId);
  const own = sumByAccount(totals);
  const rolled = rollUp(accounts, own);
  return (account) => ({
    accountId: account.accountId,
    accountCode: account.code,
    nameEnglish: names.get(account.accountId)?.nameEnglish ?? '',
    nameGeorgian: names.get(account.accountId)?.nameGeorgian ?? '',
    type: account.type,
    balanceGel: gelSide(own.get(account.accountId), account).balanceGel,
    currencies: (rowsOf.get(account.accountId) ?? []).map((row) => currencyBalance(row, account)),
    rolledUp: gelSide(rolled.get(account.accountId), account),
  });
};

const gelSide = (sums: GelSums | undefined, account: ReferenceAccount) => {
  const { debit, credit } = sums ?? { debit: Money.zero(), credit: Money.zero() };
  return {
    debitGel: debit.toString(),
    creditGel: credit.toString(),
    balanceGel: onNormalSide(debit.minus(credit), account).toString(),
  };
};

const currencyBalance = (row: AccountTotals, account: ReferenceAccount): CurrencyBalance => {
  const { currency, debit, credit, debitGel, creditGel } = row;
  const balance = onNormalSide(positionOf(row).amount, account).toString();
  return { currency, balance, debit, credit, debitGel, creditGel };
};
