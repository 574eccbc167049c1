import { counterparties } from './company';
import { credit, debit, type PlannedTransaction } from './planned';

/** What stood in the books when the company moved here. */
export const openingBalances: PlannedTransaction = {
  key: 'opening-balances',
  transactionDate: '2026-11-01',
  transactionType: 'opening_balance',
  description: 'Opening balances (საწყისი ნაშთები)',
  documentReference: 'OB-2026-11',
  entries: [
    debit('1110', '1200.00'),
    debit('1210', '85000.00'),
    debit('1220', '10000.00', { currency: 'USD', amountGel: '27000.00' }),
    debit('1410', '23600.00', { counterpartyTin: counterparties.shopChain }),
    debit('1610', '48000.00'),
    debit('2160', '12000.00', { description: 'Computers and office equipment' }),
    debit('2180', '36000.00', { description: 'Delivery van' }),
    credit('2260', '3000.00'),
    credit('2280', '9000.00'),
    credit('3110', '17700.00', { counterpartyTin: counterparties.wholesaler }),
    credit('3330', '4320.00', { description: 'VAT of October' }),
    credit('5150', '50000.00'),
    credit('5310', '148780.00'),
  ],
};
