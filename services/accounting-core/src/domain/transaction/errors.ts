import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/**
 * In order of precedence: of two rules that are broken at once, the earlier one is reported. Rules
 * about the input come first, then the status of the transaction, its date and period, what its
 * entries refer to, and the balance. Mistakes of one group (marked) are reported together, each
 * with its place; when they are of several codes, the group's own code stands above them.
 */
export const errors = {
  tooFewEntries: defineError(
    'too_few_entries',
    'invalid_argument',
    'A transaction has at least 2 entries.',
  ),
  tooManyEntries: defineError(
    'too_many_entries',
    'invalid_argument',
    'A transaction has at most 10,000 entries; make several transactions of it.',
  ),

  // Group: mistakes in the input.
  inputInvalid: defineError(
    'transaction_input_invalid',
    'invalid_argument',
    'The transaction has mistakes; each is listed with its place.',
  ),
  dateInvalid: defineError(
    'transaction_date_invalid',
    'invalid_argument',
    'The date must be a day of the calendar, written as 2026-11-22.',
  ),
  dateTooEarly: defineError(
    'transaction_date_too_early',
    'invalid_argument',
    'The books are kept in lari, which did not exist before 1995-10-02.',
  ),
  dateTooLate: defineError(
    'transaction_date_too_late',
    'invalid_argument',
    'The date may lie at most one year after today.',
  ),
  textInvalid: defineError(
    'text_invalid',
    'invalid_argument',
    'The text is empty, too long, or has characters that cannot be printed.',
  ),
  textInvisible: defineError(
    'text_invisible_characters',
    'invalid_argument',
    'The text has characters that nobody sees, such as a zero-width space; write it without them.',
  ),
  accountNotNamed: defineError(
    'account_not_named',
    'invalid_argument',
    'An entry names its account by exactly one of accountId and accountCode.',
  ),
  accountIdInvalid: defineError(
    'account_id_invalid',
    'invalid_argument',
    'The account id must be a UUID.',
  ),
  currencyUnknown: defineError(
    'currency_unknown',
    'invalid_argument',
    'The currency must be an active ISO 4217 code in capitals, such as GEL.',
  ),
  bothSides: defineError(
    'entry_on_both_sides',
    'invalid_argument',
    'An entry has a debit or a credit; this one has both. Make two entries of it.',
  ),
  sideMissing: defineError(
    'entry_side_missing',
    'invalid_argument',
    'An entry has a debit or a credit; this one has neither.',
  ),
  amountInvalid: defineError(
    'amount_invalid',
    'invalid_argument',
    'The amount must be plain decimal text such as 10.10: no exponent, spaces or separators.',
  ),
  amountTooPrecise: defineError(
    'amount_too_precise',
    'invalid_argument',
    'The amount has more decimals than its currency has.',
  ),
  amountTooLarge: defineError(
    'amount_too_large',
    'invalid_argument',
    'The amount, or its value in GEL, has more than 17 digits before the point.',
  ),
  amountNotPositive: defineError(
    'amount_not_positive',
    'invalid_argument',
    'The amount must be more than zero. A negative debit is a credit.',
  ),
  rateAndValue: defineError(
    'rate_and_gel_value',
    'invalid_argument',
    'Give the exchange rate or the value in GEL, not both.',
  ),
  rateInvalid: defineError(
    'exchange_rate_invalid',
    'invalid_argument',
    'The exchange rate must be positive decimal text of at most 8 digits before the point and 10 ' +
      'after it; a rate implied by two amounts too.',
  ),
  gelConverted: defineError(
    'gel_entry_converted',
    'invalid_argument',
    'An entry in GEL is not converted; leave out exchangeRate and amountGel.',
  ),
  counterpartyTinInvalid: defineError(
    'counterparty_tin_invalid',
    'invalid_argument',
    'A Georgian tax identification number has 9 or 11 digits.',
  ),

  alreadyExists: defineError(
    'transaction_already_exists',
    'already_exists',
    'There is a transaction with this id already.',
  ),
  notFound: defineError('transaction_not_found', 'not_found', 'There is no such transaction.'),
  notDraft: defineError(
    'transaction_not_draft',
    'failed_precondition',
    'Only a draft can be changed or approved, and only it or an approved one rejected.',
  ),
  alreadyPosted: defineError(
    'transaction_already_posted',
    'failed_precondition',
    'The transaction is posted. What is posted is corrected by reversing it.',
  ),
  notApproved: defineError(
    'transaction_not_approved',
    'failed_precondition',
    'Only an approved transaction can be posted.',
  ),
  notPosted: defineError(
    'transaction_not_posted',
    'failed_precondition',
    'Only a posted transaction can be reversed.',
  ),
  alreadyReversed: defineError(
    'transaction_already_reversed',
    'failed_precondition',
    'The transaction is reversed already, and can be only once.',
  ),
  reversalIrreversible: defineError(
    'reversal_not_reversible',
    'failed_precondition',
    'A reversal is not reversed. Post the original again as a new transaction.',
  ),
  closingIrreversible: defineError(
    'closing_not_reversible',
    'failed_precondition',
    'The closing of a year is undone by reopening the year, not by reversing its transaction.',
  ),
  ownApproval: defineError(
    'own_transaction_approved',
    'permission_denied',
    'Nobody approves what they wrote: another person has to.',
  ),
  reversalBeforeOriginal: defineError(
    'reversal_before_original',
    'failed_precondition',
    'A reversal is not dated before what it reverses.',
  ),

  // Group: what the entries refer to.
  referencesInvalid: defineError(
    'entry_references_invalid',
    'failed_precondition',
    'Entries cannot be posted to their accounts; each is listed with its place.',
  ),
  accountUnknown: defineError(
    'account_unknown',
    'failed_precondition',
    'The company has no such account.',
  ),
  accountInactive: defineError(
    'account_inactive',
    'failed_precondition',
    'The account is inactive; reactivate it or use another.',
  ),
  accountNotPostable: defineError(
    'account_not_postable',
    'failed_precondition',
    'The account is a heading; post to an account below it.',
  ),
  accountCurrency: defineError(
    'account_currency_mismatch',
    'failed_precondition',
    'The account takes entries in one currency only, and this is another.',
  ),
  rateUnknown: defineError(
    'exchange_rate_unknown',
    'failed_precondition',
    'No exchange rate is recorded for this currency on or before the date.',
  ),
  rateTooOld: defineError(
    'exchange_rate_too_old',
    'failed_precondition',
    'The latest recorded exchange rate is too old for this date; record the rate of the day.',
  ),
  valueTooSmall: defineError(
    'gel_value_zero',
    'invalid_argument',
    'The amount is worth less than half a tetri at this rate.',
  ),

  revaluationTooLarge: defineError(
    'revaluation_too_large',
    'failed_precondition',
    'The revaluation would have an amount of more than 17 digits before the point; correct the ' +
      'balances or the rate.',
  ),
  unbalanced: defineError(
    'transaction_unbalanced',
    'invalid_argument',
    'Debits and credits are not equal.',
  ),
  conversionAccountMissing: defineError(
    'conversion_account_missing',
    'failed_precondition',
    'Conversion leaves a difference, and the settings name no usable account for it.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
