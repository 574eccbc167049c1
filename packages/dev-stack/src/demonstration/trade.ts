import { counterparties } from './company';
import { credit, debit, type PlannedTransaction } from './planned';

const { wholesaler, carrier, shopChain, hotel } = counterparties;
const importProject = { project: 'IMPORT-2026-11' };

/** Drafted by the accountant and approved by the chief accountant: four eyes. */
export const purchaseOfGoods: PlannedTransaction = {
  key: 'purchase-of-goods',
  transactionDate: '2026-11-03',
  description: 'Goods from the wholesaler (საქონლის შესყიდვა)',
  documentReference: 'EA-10021',
  entries: [
    debit('1610', '20000.00'),
    debit('3340', '3600.00', { counterpartyTin: wholesaler }),
    credit('3110', '23600.00', { counterpartyTin: wholesaler }),
  ],
};

export const firstSale: readonly PlannedTransaction[] = [
  {
    key: 'sale-to-shop-chain',
    transactionDate: '2026-11-04',
    description: 'Sale to the shop chain (საქონლის რეალიზაცია)',
    documentReference: 'KT-0101',
    entries: [
      debit('1410', '35400.00', { counterpartyTin: shopChain }),
      credit('6110', '30000.00', { counterpartyTin: shopChain }),
      credit('3330', '5400.00', { counterpartyTin: shopChain }),
    ],
  },
  {
    key: 'cost-of-sale-to-shop-chain',
    transactionDate: '2026-11-04',
    description: 'Cost of the goods sold to the shop chain',
    documentReference: 'KT-0101',
    entries: [debit('7210', '18000.00'), credit('1610', '18000.00')],
  },
];

/** 8,000 USD at 2.7120; duty 12% of the customs value; VAT 18% of customs value and duty. */
export const importOfGoods: readonly PlannedTransaction[] = [
  {
    key: 'import-of-goods',
    transactionDate: '2026-11-05',
    description: 'Goods from the supplier in Türkiye, 8,000 USD (იმპორტი)',
    documentReference: 'INV-TR-5501',
    entries: [
      debit('1610', '8000.00', { currency: 'USD', ...importProject }),
      credit('3110', '8000.00', { currency: 'USD', ...importProject }),
    ],
  },
  {
    key: 'import-customs',
    transactionDate: '2026-11-06',
    description: 'Customs declaration: duty and import VAT (საბაჟო გადასახდელები)',
    documentReference: 'C-40123',
    entries: [
      debit('1610', '2603.52', { description: 'Import duty 12%', ...importProject }),
      debit('3341', '4373.91', { description: 'Import VAT 18%', ...importProject }),
      credit('1210', '6977.43', importProject),
    ],
  },
  {
    key: 'import-carriage',
    transactionDate: '2026-11-06',
    description: 'Carriage of the imported goods from Sarpi to Tbilisi',
    documentReference: 'EA-77310',
    entries: [
      debit('1610', '600.00', importProject),
      debit('3340', '108.00', { counterpartyTin: carrier }),
      credit('3110', '708.00', { counterpartyTin: carrier }),
    ],
  },
];

/** Price with VAT 4,719.99: VAT is 4,719.99 × 18 / 118 = 720.00, rounded half up. */
export const retailSale: readonly PlannedTransaction[] = [
  {
    key: 'retail-sale',
    transactionDate: '2026-11-13',
    description: 'Sales over the counter, cash register (საცალო გაყიდვები)',
    documentReference: 'Z-0113',
    entries: [debit('1110', '4719.99'), credit('6110', '3999.99'), credit('3330', '720.00')],
  },
  {
    key: 'cost-of-retail-sale',
    transactionDate: '2026-11-13',
    description: 'Cost of the goods sold over the counter',
    documentReference: 'Z-0113',
    entries: [debit('7210', '2350.00'), credit('1610', '2350.00')],
  },
];

export const secondSale: readonly PlannedTransaction[] = [
  {
    key: 'sale-to-hotel',
    transactionDate: '2026-11-20',
    description: 'Sale to the hotel (საქონლის რეალიზაცია)',
    documentReference: 'KT-0102',
    entries: [
      debit('1410', '29500.00', { counterpartyTin: hotel }),
      credit('6110', '25000.00', { counterpartyTin: hotel }),
      credit('3330', '4500.00', { counterpartyTin: hotel }),
    ],
  },
  {
    key: 'cost-of-sale-to-hotel',
    transactionDate: '2026-11-20',
    description: 'Cost of the goods sold to the hotel',
    documentReference: 'KT-0102',
    entries: [debit('7210', '15500.00'), credit('1610', '15500.00')],
  },
];
