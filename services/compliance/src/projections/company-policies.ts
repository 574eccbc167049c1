import { foldRows, rowWriter, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { factsOf, type Recorded } from './organisation-facts';

const writer = rowWriter({
  table: 'compliance.company_policies',
  key: ['company_id'],
  columns: [
    'four_eyes_required',
    'four_eyes_waiver_reason',
    'session_length_minutes',
    'password_length_min',
    'password_history_count',
    'password_lifetime_days',
    'second_factor_required',
    'version',
    'changed_by',
    'changed_at',
  ],
});

/** Each company's present policy; sign-ins and the duties of all services follow it at once. */
export const companyPolicies: InlineProjection<Transaction> = async (transaction, events) => {
  await writer.put(
    transaction,
    foldRows<Recorded<'CompanyPolicyChanged'>>(
      factsOf(events, ['CompanyPolicyChanged']),
      ({ companyId }) => companyId,
      ({ companyId, data, streamVersion, metadata, occurredAt }) => ({
        company_id: companyId,
        four_eyes_required: data.fourEyes.required,
        four_eyes_waiver_reason: data.fourEyes.required ? null : data.fourEyes.reason,
        session_length_minutes: data.sessionLengthMinutes,
        password_length_min: data.password.lengthMin,
        password_history_count: data.password.historyCount,
        password_lifetime_days: data.password.lifetimeDays,
        second_factor_required: data.secondFactorRequired,
        version: streamVersion,
        changed_by: metadata.actorId,
        changed_at: occurredAt,
      }),
    ),
  );
};
