import type { AccountEvent } from './account/events';
import type { ExchangeRateEvent } from './exchange-rate/events';
import type { FiscalPeriodEvent } from './fiscal-period/events';
import type { FiscalYearEvent } from './fiscal-year/events';
import type { LedgerSettingsEvent } from './ledger-settings/events';
import type { TransactionEvent } from './transaction/events';

/** Every fact that this service records. */
export type LedgerEvent =
  | AccountEvent
  | TransactionEvent
  | FiscalPeriodEvent
  | FiscalYearEvent
  | ExchangeRateEvent
  | LedgerSettingsEvent;

/**
 * The version of the shape in which each fact is recorded today. Raising one leaves the recorded
 * facts as they are; they are upcast when read, and their samples in `test/samples/` stay.
 */
export const eventSchemaVersions: Readonly<Record<LedgerEvent['type'], number>> = {
  AccountCreated: 1,
  AccountRenamed: 1,
  AccountMoved: 1,
  AccountClassified: 1,
  AccountDeactivated: 1,
  AccountReactivated: 1,
  TransactionDrafted: 1,
  TransactionRevised: 1,
  TransactionApproved: 1,
  TransactionRejected: 1,
  TransactionPosted: 1,
  TransactionReversed: 1,
  FiscalPeriodClosed: 1,
  FiscalPeriodLocked: 1,
  FiscalPeriodUnlocked: 1,
  FiscalPeriodReopened: 1,
  FiscalYearClosed: 1,
  FiscalYearReopened: 1,
  ExchangeRateRecorded: 1,
  LedgerSettingsChanged: 1,
};
