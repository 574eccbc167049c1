import { foldRows, rowWriter, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { eventsOf, type Recorded } from './ledger-events';

const writer = rowWriter({
  table: 'ledger.exchange_rates',
  key: ['company_id', 'currency', 'date'],
  columns: ['rate', 'source', 'version', 'recorded_by', 'recorded_at'],
});

/** The latest rate recorded for each currency and day. */
export const exchangeRates: InlineProjection<Transaction> = async (transaction, events) => {
  await writer.put(
    transaction,
    foldRows<Recorded<'ExchangeRateRecorded'>>(
      eventsOf(events, ['ExchangeRateRecorded']),
      ({ companyId, data }) => `${companyId} ${data.currency} ${data.date}`,
      ({ companyId, data, streamVersion, occurredAt }) => ({
        company_id: companyId,
        currency: data.currency,
        date: data.date,
        rate: data.rate,
        source: data.source,
        version: streamVersion,
        recorded_by: data.recordedBy,
        recorded_at: occurredAt,
      }),
    ),
  );
};
