/** What an account means for VAT. */
export type VatAccountRole =
  | 'output'
  | 'advance'
  | 'reverse_charge_output'
  | 'input'
  | 'import_input'
  | 'fixed_asset_input'
  | 'reverse_charge_input'
  | 'customer_advance'
  | 'turnover'
  | 'money'
  | 'payable'
  | 'long_lived_asset'
  | 'other';

/**
 * Beginnings of account codes and what they mean, the longest first. Codes of the national plan
 * (3330, 3340, 3120, 61…) and of its usual extension for VAT (3331, 3332, 3341 to 3343); see the
 * chart that accounting-core adopts.
 */
const roles: readonly (readonly [string, VatAccountRole])[] = [
  ['3331', 'advance'],
  ['3332', 'reverse_charge_output'],
  ['3330', 'output'],
  ['3341', 'import_input'],
  ['3342', 'fixed_asset_input'],
  ['3343', 'reverse_charge_input'],
  ['3340', 'input'],
  ['3399', 'money'],
  ['3120', 'customer_advance'],
  ['1491', 'money'],
  ['31', 'payable'],
  ['61', 'turnover'],
  ['11', 'money'],
  ['12', 'money'],
  ['2', 'long_lived_asset'],
];

/** What an account means for VAT, by its code. */
export const roleOf = (accountCode: string): VatAccountRole =>
  roles.find(([beginning]) => accountCode.startsWith(beginning))?.[1] ?? 'other';
