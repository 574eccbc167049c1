declare const tinBrand: unique symbol;

/**
 * Georgian tax identification number: 9 digits for organisations and non-citizens, 11 for citizens
 * (their personal number, which may start with 0). No check digit exists, so only length and digits
 * are checked. Source: Tax Code of Georgia, article 66.
 */
export type TaxIdentificationNumber = string & { readonly [tinBrand]: true };

export const TaxIdentificationNumber = {
  /** The number, or `undefined` when the text is neither 9 nor 11 digits. */
  parse: (text: string): TaxIdentificationNumber | undefined =>
    /^(\d{9}|\d{11})$/.test(text) ? (text as TaxIdentificationNumber) : undefined,
};
