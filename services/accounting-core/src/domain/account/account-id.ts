import { Uuid } from '@accounting/kernel';

declare const accountIdBrand: unique symbol;

/** Identity of an account within its company. Its code is for people and unique per company too. */
export type AccountId = Uuid & { readonly [accountIdBrand]: true };

export const AccountId = {
  parse: (text: string): AccountId | undefined => Uuid.parse(text) as AccountId | undefined,
};
