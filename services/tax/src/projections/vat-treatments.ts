import { foldRows, rowWriter, type Transaction } from '@accounting/database';
import type { InlineProjection, RecordedEvent } from '@accounting/event-store';
import type { VatTreatmentAssigned } from '../domain/vat-treatment/events';

type Assigned = RecordedEvent<VatTreatmentAssigned['data']>;

const isAssigned = (event: RecordedEvent): event is Assigned =>
  event.type === 'VatTreatmentAssigned';

const writer = rowWriter({
  table: 'tax.vat_treatments',
  key: ['company_id', 'transaction_id'],
  columns: ['line'],
});

/** How turnover without VAT is taxed; inline, because the next return has to have it. */
export const vatTreatments: InlineProjection<Transaction> = async (transaction, events) => {
  await writer.put(
    transaction,
    foldRows(
      events.filter(isAssigned),
      ({ companyId, data }) => `${companyId} ${data.transactionId}`,
      ({ companyId, data }) => ({
        ...{ company_id: companyId, transaction_id: data.transactionId, line: data.line },
      }),
    ),
  );
};
