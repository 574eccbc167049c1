import { CompanyId, invariant } from '@accounting/kernel';

const companyId = CompanyId.parse('0193a5c2-2026-7011-8a00-000000000001');
invariant(companyId !== undefined, 'the demonstration company has an identifier');

/**
 * Kolkheti Trade LLC, which does not exist, and the two people who keep its books. Its
 * counterparties and their tax numbers are invented as well.
 */
export const demonstration = {
  companyId,
  companyName: 'Kolkheti Trade LLC (შპს კოლხეთი ტრეიდი)',
} as const;

/** Somebody who works for the demonstration company. */
export interface Bookkeeper {
  /** At a domain that is reserved for examples (RFC 2606). */
  readonly email: string;
  readonly displayName: string;
  /** Names of standard roles. */
  readonly roles: readonly string[];
  /** Has `furtherPermissions` as well. */
  readonly postsAlone: boolean;
}

/** Writes drafts. */
export const accountant: Bookkeeper = {
  email: 'giorgi.kapanadze@kolkheti.example',
  displayName: 'Giorgi Kapanadze',
  roles: ['accountant'],
  postsAlone: false,
};

/** Approves, posts, closes periods. */
export const chiefAccountant: Bookkeeper = {
  email: 'nino.beridze@kolkheti.example',
  displayName: 'Nino Beridze',
  roles: ['chief_accountant'],
  postsAlone: true,
};

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

/**
 * What the chief accountant does besides their role: posting without a second person, settings,
 * rates and the end of a period, which a company grants in writing.
 */
export const furtherPermissions: readonly string[] = [
  'ledger-settings:write',
  'transactions:post',
  'fiscal-periods:close',
  'fiscal-periods:reopen',
  'exchange-rates:write',
];
