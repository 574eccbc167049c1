/**
 * What the books must say on 30 November 2026, computed by hand from the documents of the month.
 */
export const closingBalances: readonly {
  readonly code: string;
  readonly debit?: string;
  readonly credit?: string;
}[] = [
  { code: '1110', debit: '1419.99' },
  { code: '1210', debit: '83555.97' },
  { code: '1220', debit: '13625.00' },
  { code: '1410', debit: '29500.00' },
  { code: '1610', debit: '57049.52' },
  { code: '2160', debit: '12000.00' },
  { code: '2180', debit: '36000.00' },
  { code: '2260', credit: '3200.00' },
  { code: '2280', credit: '9600.00' },
  { code: '3110', credit: '9591.00' },
  { code: '3330', credit: '1845.09' },
  { code: '5150', credit: '50000.00' },
  { code: '5310', credit: '148780.00' },
  { code: '6110', credit: '58999.99' },
  { code: '7210', debit: '35850.00' },
  { code: '7310', debit: '1200.00' },
  { code: '7320', debit: '1800.00' },
  { code: '7330', debit: '36.00' },
  { code: '7410', debit: '6500.00' },
  { code: '7416', debit: '130.00' },
  { code: '7420', debit: '2500.00' },
  { code: '7430', debit: '150.00' },
  { code: '7455', debit: '800.00' },
  { code: '7492', debit: '45.60' },
  { code: '8140', credit: '185.00' },
  { code: '8240', debit: '39.00' },
];

export const closingTotal = '282201.08';
