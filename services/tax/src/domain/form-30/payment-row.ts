import type { AccountingDate, Money, Rate } from '@accounting/kernel';

/** A person who was paid. */
export interface IndividualRecipient {
  readonly kind: 'individual';
  readonly firstName: string;
  readonly surname: string;
}

/** An organisation that was paid. */
export interface OrganisationRecipient {
  readonly kind: 'organisation';
  /** As it is abbreviated: `შპს`, `სს`. */
  readonly legalForm: string;
  readonly name: string;
}

/** Who was paid. */
export type Recipient = (IndividualRecipient | OrganisationRecipient) & {
  /** Of a resident, the 11-digit personal or 9-digit identification number. */
  readonly id: string;
  /** May be empty. */
  readonly address: string;
};

/** One payment of a month, as a row of the return of tax withheld at source. */
export interface PaymentRow {
  readonly recipient: Recipient;
  /** Code of the country of residence; Georgia is 268. */
  readonly residency: string;
  /** Category of the recipient by its id in the classifier. */
  readonly category: number;
  /** Type of the income by its id in the classifier. */
  readonly incomeType: number;
  /** Gross, in GEL. */
  readonly amount: Money;
  /** The part that Tax Code, article 82 exempts; pension contributions are no part of it. */
  readonly relief: Money;
  readonly paidOn: AccountingDate;
  readonly rate: Rate;
  /** Tax that a treaty relieves of, in GEL. */
  readonly treatyRelief: Money;
  /** Tax paid abroad that is credited, in GEL. */
  readonly foreignTaxCredit: Money;
  readonly isPaidFromTreasury: boolean;
}
