/**
 * ISO 4217 currency codes and their minor units. Source: ISO 4217 list one (active codes), without
 * funds, precious metals and test codes, which no ledger of ours holds. ANG and BGN were withdrawn
 * in 2025 and 2026; they stay, because books of earlier years are kept in them.
 */
const activeCodes = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP ' +
    'BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP ' +
    'GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR ' +
    'KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK ' +
    'MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR ' +
    'SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS ' +
    'UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG'
  ).split(' '),
);

const minorUnitsOtherThanTwo: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

declare const currencyBrand: unique symbol;

/** An active ISO 4217 code, for example `GEL`. */
export type Currency = string & { readonly [currencyBrand]: true };

export const Currency = {
  /** The functional currency of every company in the system. */
  GEL: 'GEL' as Currency,

  /** The code, or `undefined` when the text is no active ISO 4217 code in capitals. */
  parse: (text: string): Currency | undefined =>
    activeCodes.has(text) ? (text as Currency) : undefined,

  /** Digits after the decimal point: 2 for GEL and USD, 0 for JPY, 3 for KWD. */
  minorUnits: (currency: Currency): number => minorUnitsOtherThanTwo[currency] ?? 2,
};
