import { counterparties } from './company';
import { credit, debit, type PlannedTransaction } from './planned';

const { wholesaler, landlord, carrier, shopChain } = counterparties;

export const openingReceivableCollected: PlannedTransaction = {
  key: 'opening-receivable-collected',
  transactionDate: '2026-11-09',
  description: 'The shop chain pays its October invoice',
  documentReference: 'BNK-1109',
  entries: [debit('1210', '23600.00'), credit('1410', '23600.00', { counterpartyTin: shopChain })],
};

export const openingPayablePaid: PlannedTransaction = {
  key: 'opening-payable-paid',
  transactionDate: '2026-11-10',
  description: 'Payment of the wholesaler’s October invoice',
  documentReference: 'BNK-1110',
  entries: [debit('3110', '17700.00', { counterpartyTin: wholesaler }), credit('1210', '17700.00')],
};

/** Owed at 2.7120 and paid at 2.7050: 5,000 USD cost 35.00 GEL less than was booked. */
export const foreignSupplierPaid: PlannedTransaction = {
  key: 'foreign-supplier-paid',
  transactionDate: '2026-11-12',
  description: 'Part payment to the supplier in Türkiye, 5,000 USD',
  documentReference: 'SWIFT-0093',
  entries: [
    debit('3110', '5000.00', {
      currency: 'USD',
      amountGel: '13560.00',
      project: 'IMPORT-2026-11',
    }),
    credit('1220', '5000.00', { currency: 'USD', amountGel: '13525.00' }),
    credit('8140', '35.00'),
  ],
};

/** The 15th is a Sunday, so the tax of October is due on Monday the 16th. */
export const vatOfOctoberPaid: PlannedTransaction = {
  key: 'vat-of-october-paid',
  transactionDate: '2026-11-16',
  description: 'VAT of October paid (დღგ-ის გადახდა)',
  documentReference: 'TRS-1116',
  entries: [debit('3330', '4320.00'), credit('1210', '4320.00')],
};

export const cashBanked: PlannedTransaction = {
  key: 'cash-banked',
  transactionDate: '2026-11-17',
  description: 'Cash from the register taken to the bank',
  documentReference: 'BNK-1117',
  entries: [debit('1210', '4500.00'), credit('1110', '4500.00')],
};

export const customerPays: PlannedTransaction = {
  key: 'shop-chain-pays',
  transactionDate: '2026-11-24',
  description: 'The shop chain pays invoice KT-0101',
  documentReference: 'BNK-1124',
  entries: [debit('1210', '35400.00'), credit('1410', '35400.00', { counterpartyTin: shopChain })],
};

export const suppliersPaid: PlannedTransaction = {
  key: 'suppliers-paid',
  transactionDate: '2026-11-25',
  description: 'Wholesaler, landlord and carrier paid',
  documentReference: 'BNK-1125',
  entries: [
    debit('3110', '23600.00', { counterpartyTin: wholesaler }),
    debit('3110', '2950.00', { counterpartyTin: landlord }),
    debit('3110', '708.00', { counterpartyTin: carrier }),
    credit('1210', '27258.00'),
  ],
};

export const payrollTaxesPaid: PlannedTransaction = {
  key: 'payroll-taxes-paid',
  transactionDate: '2026-11-30',
  description: 'Income tax and pension contributions paid (საშემოსავლო, საპენსიო)',
  documentReference: 'TRS-1130',
  entries: [
    debit('3320', '1626.80'),
    debit('3181', '166.00'),
    debit('3182', '166.00'),
    credit('1210', '1958.80'),
  ],
};

/** Input VAT of the month reduces output VAT; the rest, 1,845.09, is due on 15 December. */
export const vatOffset: PlannedTransaction = {
  key: 'vat-offset',
  transactionDate: '2026-11-30',
  description: 'Input VAT of November offset (დღგ-ის ჩათვლა)',
  documentReference: 'VAT-2026-11',
  entries: [debit('3330', '8774.91'), credit('3340', '4401.00'), credit('3341', '4373.91')],
};
