export { AccountingDate, AccountingMonth } from './accounting-date';
export type { Command, CommandMetadata } from './command';
export { Currency } from './currency';
export type { Decider } from './decider';
export { derivedUuid, derivedUuidName, derivedUuidsOf, type DerivedUuidName } from './derived-uuid';
export {
  DomainError,
  errorKinds,
  reject,
  rejectAll,
  type ErrorDefinition,
  type ErrorDetails,
  type ErrorKind,
  type Violation,
} from './domain-error';
export { ExchangeRate } from './exchange-rate';
export { exhaustive } from './exhaustive';
export { groupBy } from './group-by';
export { ActorId, CompanyId, Uuid, newUuid, type NewUuid } from './identifiers';
export { Instant, type Clock } from './instant';
export { invariant } from './invariant';
export { Money, type MoneyParseFailure } from './money';
export {
  isPrintable,
  isPrintableLine,
  invisibleCharacterIn,
  normalizedLine,
  isPrintableText,
} from './printable-text';
export { Rate } from './rate';
export { shownName } from './shown-name';
export {
  jsonLevelsMax,
  jsonNamesMax,
  jsonValuesMax,
  parseStrictJson,
  type JsonFault,
  type StrictJson,
} from './strict-json';
export { TaxIdentificationNumber } from './tax-identification-number';
export { takeTurns } from './turn-taking';
