import { openingBalances } from './opening-balances';
import type { PlannedTransaction } from './planned';
import * as costs from './running-costs';
import * as settlements from './settlements';
import * as trade from './trade';

/** One thing that is done to the books, in the order of the month. */
export type Step =
  | { readonly type: 'post'; readonly transaction: PlannedTransaction }
  /** Drafted by one person, approved and posted by another. */
  | { readonly type: 'draft-and-approve'; readonly transaction: PlannedTransaction }
  | {
      readonly type: 'reverse';
      readonly key: string;
      /** The key of the transaction that was wrong. */
      readonly reversedKey: string;
      readonly reversalDate: string;
      readonly reason: string;
    }
  | { readonly type: 'revalue'; readonly key: string; readonly date: string }
  | { readonly type: 'close'; readonly key: string; readonly period: string };

/** GEL for one US dollar: plausible, and not what the National Bank announced. */
export const dollarRates: readonly { readonly date: string; readonly rate: string }[] = [
  { date: '2026-11-01', rate: '2.7000' },
  { date: '2026-11-05', rate: '2.7120' },
  { date: '2026-11-12', rate: '2.7050' },
  { date: '2026-11-20', rate: '2.7180' },
  { date: '2026-11-30', rate: '2.7250' },
];

const post = (transaction: PlannedTransaction): Step => ({ type: 'post', transaction });

/** November 2026 of the demonstration company. */
export const month: readonly Step[] = [
  post(openingBalances),
  post(costs.rent),
  { type: 'draft-and-approve', transaction: trade.purchaseOfGoods },
  ...trade.firstSale.map(post),
  ...trade.importOfGoods.map(post),
  post(settlements.openingReceivableCollected),
  post(settlements.openingPayablePaid),
  post(settlements.foreignSupplierPaid),
  ...trade.retailSale.map(post),
  post(settlements.vatOfOctoberPaid),
  post(settlements.cashBanked),
  post(costs.mistakenAdvertising),
  {
    type: 'reverse',
    key: 'advertising-reversed',
    reversedKey: costs.mistakenAdvertising.key,
    reversalDate: '2026-11-19',
    reason: 'The invoice is over 1,200.00, not 2,100.00',
  },
  post(costs.correctAdvertising),
  ...trade.secondSale.map(post),
  post(settlements.customerPays),
  post(settlements.suppliersPaid),
  post(costs.telephoneAndInternet),
  ...costs.salaries.map(post),
  post(settlements.payrollTaxesPaid),
  post(costs.depreciation),
  post(costs.bankFees),
  post(settlements.vatOffset),
  { type: 'revalue', key: 'revaluation', date: '2026-11-30' },
  { type: 'close', key: 'close-november', period: '2026-11' },
];
