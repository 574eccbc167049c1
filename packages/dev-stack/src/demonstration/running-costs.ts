import { counterparties } from './company';
import { credit, debit, type PlannedTransaction } from './planned';

const { landlord, advertisingAgency, telephoneCompany } = counterparties;

export const rent: PlannedTransaction = {
  key: 'rent',
  transactionDate: '2026-11-02',
  description: 'Rent of office and warehouse, November (იჯარა)',
  documentReference: 'EA-30011',
  entries: [
    debit('7420', '2500.00', { costCentre: 'ADMINISTRATION' }),
    debit('3340', '450.00', { counterpartyTin: landlord }),
    credit('3110', '2950.00', { counterpartyTin: landlord }),
  ],
};

/** The accountant read 2,100 where the invoice says 1,200; it is reversed the next day. */
export const mistakenAdvertising: PlannedTransaction = {
  key: 'advertising-mistaken',
  transactionDate: '2026-11-18',
  description: 'Advertising campaign, November (რეკლამა)',
  documentReference: 'EA-51200',
  entries: [
    debit('7310', '2100.00', { costCentre: 'SALES' }),
    debit('3340', '378.00', { counterpartyTin: advertisingAgency }),
    credit('3110', '2478.00', { counterpartyTin: advertisingAgency }),
  ],
};

export const correctAdvertising: PlannedTransaction = {
  key: 'advertising-corrected',
  transactionDate: '2026-11-19',
  description: 'Advertising campaign, November, as invoiced (რეკლამა)',
  documentReference: 'EA-51200',
  entries: [
    debit('7310', '1200.00', { costCentre: 'SALES' }),
    debit('3340', '216.00', { counterpartyTin: advertisingAgency }),
    credit('3110', '1416.00', { counterpartyTin: advertisingAgency }),
  ],
};

export const telephoneAndInternet: PlannedTransaction = {
  key: 'telephone-and-internet',
  transactionDate: '2026-11-26',
  description: 'Telephone and internet, November (კომუნიკაცია)',
  documentReference: 'EA-90871',
  entries: [
    debit('7430', '150.00', { costCentre: 'ADMINISTRATION' }),
    debit('3340', '27.00', { counterpartyTin: telephoneCompany }),
    credit('1210', '177.00', { counterpartyTin: telephoneCompany }),
  ],
};

/**
 * Three people, all members of the pension scheme: 4,000, 2,500 and 1,800 gross. Each pays 2%
 * pension and 20% income tax on the rest (80.00 + 784.00, 50.00 + 490.00, 36.00 + 352.80) and the
 * employer another 2%. The tax arises when the salary is paid.
 */
export const salaries: readonly PlannedTransaction[] = [
  {
    key: 'salaries-accrued',
    transactionDate: '2026-11-30',
    description: 'Salaries and pension contributions, November (ხელფასის დარიცხვა)',
    documentReference: 'PAY-2026-11',
    entries: [
      debit('7410', '6500.00', { costCentre: 'ADMINISTRATION' }),
      debit('7320', '1800.00', { costCentre: 'SALES' }),
      debit('7416', '130.00', { costCentre: 'ADMINISTRATION' }),
      debit('7330', '36.00', { costCentre: 'SALES' }),
      credit('3130', '8134.00', { description: 'Gross less the employees’ pension' }),
      credit('3182', '166.00', { description: 'Employees’ pension 2%' }),
      credit('3181', '166.00', { description: 'Employer’s pension 2%' }),
    ],
  },
  {
    key: 'salaries-paid',
    transactionDate: '2026-11-30',
    description: 'Salaries paid, income tax withheld (ხელფასის გადახდა)',
    documentReference: 'PAY-2026-11',
    entries: [
      debit('3130', '8134.00'),
      credit('3320', '1626.80', { description: 'Income tax 20%' }),
      credit('1210', '6507.20', { description: 'Net pay' }),
    ],
  },
];

/** Straight line over five years: 12,000 / 60 and 36,000 / 60. */
export const depreciation: PlannedTransaction = {
  key: 'depreciation',
  transactionDate: '2026-11-30',
  description: 'Depreciation, November (ცვეთა)',
  documentReference: 'DEP-2026-11',
  entries: [
    debit('7455', '800.00'),
    credit('2260', '200.00', { description: 'Office equipment' }),
    credit('2280', '600.00', { description: 'Delivery van' }),
  ],
};

export const bankFees: PlannedTransaction = {
  key: 'bank-fees',
  transactionDate: '2026-11-30',
  description: 'Bank fees, November (ბანკის მომსახურება)',
  documentReference: 'BNK-2026-11',
  entries: [debit('7492', '45.60'), credit('1210', '45.60')],
};
