import { CompanyId, invariant, type ActorId } from '@accounting/kernel';

const companyId = CompanyId.parse('0193a5c2-2026-7011-8a00-000000000001');
invariant(companyId !== undefined, 'the demonstration company has an identifier');

/**
 * Kolkheti Trade LLC, which does not exist, and the two people who keep its books. Its
 * counterparties and their tax numbers are invented as well.
 */
export const demonstration = {
  companyId,
  companyName: 'Kolkheti Trade LLC (შპს კოლხეთი ტრეიდი)',
  /** Writes drafts. */
  accountant: 'giorgi.kapanadze' as ActorId,
  /** Approves, posts, closes periods. */
  chiefAccountant: 'nino.beridze' as ActorId,
} as const;

/** Tax identification numbers by what the counterparty is to the company. */
export const counterparties = {
  wholesaler: '400000011',
  landlord: '400000022',
  carrier: '400000033',
  advertisingAgency: '400000044',
  telephoneCompany: '400000055',
  shopChain: '400000066',
  hotel: '400000077',
} as const;

/** Everything that the ledger's operations ask for. */
export const allPermissions: readonly string[] = [
  'accounts:read',
  'accounts:write',
  'ledger-settings:write',
  'transactions:read',
  'transactions:write',
  'transactions:post',
  'transactions:approve',
  'fiscal-periods:close',
  'fiscal-periods:reopen',
  'exchange-rates:write',
  'reports:financial',
  'reports:tax',
  'admin:users',
  'admin:system',
];
