import { Money } from '@accounting/kernel';
import { onNormalSide } from '../domain/account-totals';
import type { ReferenceAccount } from '../domain/ledger-reference';
import type { LedgerEntry, LedgerPage, LedgerQuery } from './account-ledger-ports';

/** A page whose balances are debits less credits, with them as its account shows its balance. */
export const pageOnNormalSide = (
  page: LedgerPage,
  account: ReferenceAccount,
  { currency }: Pick<LedgerQuery, 'currency'>,
): LedgerPage => {
  const shownGel = (text: string): string => onNormalSide(Money.of(text), account).toString();
  const shown = (text: string): string =>
    onNormalSide(Money.of(text, currency), account).toString();
  const { openingBalance, closingBalance } = page;
  return {
    ...page,
    items: page.items.map(({ balance, ...item }): LedgerEntry => ({
      ...item,
      balanceGel: shownGel(item.balanceGel),
      ...(balance !== undefined && { balance: shown(balance) }),
    })),
    openingBalanceGel: shownGel(page.openingBalanceGel),
    closingBalanceGel: shownGel(page.closingBalanceGel),
    ...(openingBalance !== undefined && { openingBalance: shown(openingBalance) }),
    ...(closingBalance !== undefined && { closingBalance: shown(closingBalance) }),
  };
};
