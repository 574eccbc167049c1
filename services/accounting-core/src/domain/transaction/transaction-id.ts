import { Uuid } from '@accounting/kernel';

declare const transactionIdBrand: unique symbol;

/** Identity of a transaction; the client may choose it. */
export type TransactionId = Uuid & { readonly [transactionIdBrand]: true };

export const TransactionId = {
  parse: (text: string): TransactionId | undefined => Uuid.parse(text) as TransactionId | undefined,
};
