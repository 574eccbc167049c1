import { AccountingDate, Money, type CompanyId } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import type { AccountId } from '../domain/account/account-id';
import type { AccountType } from '../domain/account/events';
import type { LedgerReference } from '../domain/ledger-reference';
import type { GelSums } from '../domain/roll-up';
import { sumByAccount, trialBalance, type TrialBalanceLine } from '../domain/trial-balance';
import type { AccountNames, Accounts, Balances, ClosingEntries, LedgerReferences } from './ports';

/** Opening balance, turnover and closing balance, all in GEL; the columns of a ბრუნვითი უწყისი. */
export interface TrialBalanceFigures {
  readonly openingDebitGel: string;
  readonly openingCreditGel: string;
  readonly turnoverDebitGel: string;
  readonly turnoverCreditGel: string;
  readonly closingDebitGel: string;
  readonly closingCreditGel: string;
}

export interface TrialBalanceRow extends TrialBalanceFigures, AccountNames {
  readonly accountId: string;
  readonly accountCode: string;
  readonly type: AccountType;
}

export interface TrialBalanceView {
  /** First day of the turnover; `null` for everything since the books began. */
  readonly from: string | null;
  /** Last day that counts; `null` for everything posted. */
  readonly asOf: string | null;
  readonly rows: readonly TrialBalanceRow[];
  readonly totals: TrialBalanceFigures;
}

export interface TrialBalanceQuery {
  trialBalance(
    context: RequestContext,
    query: {
      readonly from?: AccountingDate | undefined;
      readonly asOf?: AccountingDate | undefined;
      readonly closingEntries?: ClosingEntries | undefined;
    },
  ): Promise<Answer<TrialBalanceView>>;
}

/** No entry is dated later than this: a transaction may lie at most a year ahead. */
const endOfTime = AccountingDate.of('2199-12-31');

export const createTrialBalanceQuery = ({
  references,
  accounts,
  balances,
}: {
  readonly references: LedgerReferences;
  readonly accounts: Accounts;
  readonly balances: Balances;
}): TrialBalanceQuery => ({
  trialBalance: async ({ companyId }, { from, asOf, closingEntries }) => {
    const { opening, closing } =
      from === undefined
        ? { opening: [], closing: await balances.ofAllAccounts(companyId, asOf, closingEntries) }
        : await balances.atBothEnds(companyId, { from, to: asOf ?? endOfTime, closingEntries });
    const { ledger, names } = await accountsAfter({ references, accounts }, companyId);
    const openingSums = sumByAccount(opening);
    const { lines } = trialBalance(ledger.accounts(), closing);
    const figures = lines.map((line) => figuresOf(line, openingSums.get(line.account.accountId)));
    const rows = lines.map((line, index) => rowOf(line, figures[index] as Figures, names));
    return { body: { from: from ?? null, asOf: asOf ?? null, rows, totals: totalOf(figures) } };
  },
});

/**
 * Accounts and their names, read after the sums: accounts are never removed, so every account that
 * has a sum is among them and none is missing from a total.
 */
export const accountsAfter = async (
  { references, accounts }: { readonly references: LedgerReferences; readonly accounts: Accounts },
  companyId: CompanyId,
): Promise<{
  readonly ledger: LedgerReference;
  readonly names: ReadonlyMap<AccountId, AccountNames>;
}> => {
  const [ledger, names] = await Promise.all([
    references.loadCurrent(companyId),
    accounts.names(companyId),
  ]);
  return { ledger, names };
};

interface Figures {
  readonly openingDebit: Money;
  readonly openingCredit: Money;
  readonly turnoverDebit: Money;
  readonly turnoverCredit: Money;
  readonly closingDebit: Money;
  readonly closingCredit: Money;
}

const zero = Money.zero();
const noSums: GelSums = { debit: zero, credit: zero };

const figuresOf = (line: TrialBalanceLine, opening: GelSums = noSums): Figures => {
  const balance = opening.debit.minus(opening.credit);
  return {
    openingDebit: balance.isPositive() ? balance : zero,
    openingCredit: balance.isNegative() ? balance.negated() : zero,
    turnoverDebit: line.debit.minus(opening.debit),
    turnoverCredit: line.credit.minus(opening.credit),
    closingDebit: line.debitBalance,
    closingCredit: line.creditBalance,
  };
};

const written = (figures: Figures): TrialBalanceFigures => ({
  openingDebitGel: figures.openingDebit.toString(),
  openingCreditGel: figures.openingCredit.toString(),
  turnoverDebitGel: figures.turnoverDebit.toString(),
  turnoverCreditGel: figures.turnoverCredit.toString(),
  closingDebitGel: figures.closingDebit.toString(),
  closingCreditGel: figures.closingCredit.toString(),
});

const totalOf = (rows: readonly Figures[]): TrialBalanceFigures => {
  const sum = (name: keyof Figures) => Money.sum(rows.map((row) => row[name]));
  return written({
    openingDebit: sum('openingDebit'),
    openingCredit: sum('openingCredit'),
    turnoverDebit: sum('turnoverDebit'),
    turnoverCredit: sum('turnoverCredit'),
    closingDebit: sum('closingDebit'),
    closingCredit: sum('closingCredit'),
  });
};

const rowOf = (
  { account }: TrialBalanceLine,
  figures: Figures,
  names: ReadonlyMap<AccountId, AccountNames>,
): TrialBalanceRow => ({
  accountId: account.accountId,
  accountCode: account.code,
  nameEnglish: names.get(account.accountId)?.nameEnglish ?? '',
  nameGeorgian: names.get(account.accountId)?.nameGeorgian ?? '',
  type: account.type,
  ...written(figures),
});
