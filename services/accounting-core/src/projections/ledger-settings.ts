import { foldRows, rowWriter, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { eventsOf, type Recorded } from './ledger-events';

const writer = rowWriter({
  table: 'ledger.ledger_settings',
  key: ['company_id'],
  columns: [
    'conversion_difference_account_id',
    'exchange_gain_account_id',
    'exchange_loss_account_id',
    'retained_earnings_account_id',
    'four_eyes_required',
    'four_eyes_waiver_reason',
    'version',
    'changed_by',
    'changed_at',
  ],
});

/** A company's present settings. */
export const ledgerSettings: InlineProjection<Transaction> = async (transaction, events) => {
  await writer.put(
    transaction,
    foldRows<Recorded<'LedgerSettingsChanged'>>(
      eventsOf(events, ['LedgerSettingsChanged']),
      ({ companyId }) => companyId,
      ({ companyId, data, streamVersion, occurredAt }) => ({
        company_id: companyId,
        conversion_difference_account_id: data.accounts.conversionDifference,
        exchange_gain_account_id: data.accounts.exchangeGain,
        exchange_loss_account_id: data.accounts.exchangeLoss,
        retained_earnings_account_id: data.accounts.retainedEarnings,
        four_eyes_required: data.fourEyes.required,
        four_eyes_waiver_reason: data.fourEyes.required ? null : data.fourEyes.reason,
        version: streamVersion,
        changed_by: data.changedBy,
        changed_at: occurredAt,
      }),
    ),
  );
};
