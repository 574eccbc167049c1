import type { RecordedEvent } from '@accounting/event-store';
import type { AccountEvent } from '../domain/account/events';
import type { ExchangeRateEvent } from '../domain/exchange-rate/events';
import type { FiscalPeriodEvent } from '../domain/fiscal-period/events';
import type { FiscalYearEvent } from '../domain/fiscal-year/events';
import type { LedgerSettingsEvent } from '../domain/ledger-settings/events';
import type { TransactionEvent } from '../domain/transaction/events';

export type LedgerEvent =
  | AccountEvent
  | ExchangeRateEvent
  | FiscalPeriodEvent
  | FiscalYearEvent
  | LedgerSettingsEvent
  | TransactionEvent;

export type LedgerEventType = LedgerEvent['type'];

/** A recorded event whose type tells the shape of its data. */
export type Recorded<Type extends LedgerEventType = LedgerEventType> = {
  [Name in Type]: RecordedEvent<Extract<LedgerEvent, { readonly type: Name }>['data']> & {
    readonly type: Name;
  };
}[Type];

/**
 * The events of the types named, in the order recorded. What the service wrote under a type has
 * that type's data: older shapes are upcast before they get here.
 */
export const eventsOf = <const Type extends LedgerEventType>(
  events: readonly RecordedEvent[],
  types: readonly Type[],
): readonly Recorded<Type>[] => {
  const wanted: ReadonlySet<string> = new Set(types);
  return events.filter((event) => wanted.has(event.type)) as unknown as readonly Recorded<Type>[];
};
