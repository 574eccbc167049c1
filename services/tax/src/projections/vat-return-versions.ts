import { foldRows, rowWriter, type Transaction } from '@accounting/database';
import type { InlineProjection, RecordedEvent } from '@accounting/event-store';
import type { VatReturnGenerated, VatReturnSubmitted } from '../domain/vat-return/events';

type Generated = RecordedEvent<VatReturnGenerated['data']>;
type Submitted = RecordedEvent<VatReturnSubmitted['data']>;

const isGenerated = (event: RecordedEvent): event is Generated =>
  event.type === 'VatReturnGenerated';
const isSubmitted = (event: RecordedEvent): event is Submitted =>
  event.type === 'VatReturnSubmitted';

const generatedWriter = rowWriter({
  table: 'tax.vat_return_versions',
  key: ['company_id', 'period', 'version'],
  columns: [
    ...['kind', 'form', 'rule_set', 'due_on', 'figures', 'entries_digest'],
    ...['generated_by', 'generated_at'],
  ],
});

const submittedWriter = rowWriter({
  table: 'tax.vat_return_versions',
  key: ['company_id', 'period', 'version'],
  columns: [
    ...['submitted_on', 'submission_channel', 'receipt_number', 'submitted_by', 'submitted_at'],
  ],
});

const keyOf = ({ companyId, data: { period, version } }: Generated | Submitted) => ({
  ...{ company_id: companyId, period: `${period}-01`, version },
});

const textOf = (event: Generated | Submitted): string => JSON.stringify(keyOf(event));

/** The versions of each month's return; inline, because who generates one looks at it next. */
export const vatReturnVersions: InlineProjection<Transaction> = async (transaction, events) => {
  await generatedWriter.put(
    transaction,
    foldRows(events.filter(isGenerated), textOf, (event) => {
      const { kind, form, ruleSet, dueOn, entriesDigest, generatedBy, ...rest } = event.data;
      const { period: _period, version: _version, ...figures } = rest;
      return {
        ...{ ...keyOf(event), kind, form, rule_set: ruleSet, due_on: dueOn, figures },
        ...{ entries_digest: entriesDigest, generated_by: generatedBy },
        generated_at: event.occurredAt,
      };
    }),
  );
  await submittedWriter.change(
    transaction,
    foldRows(events.filter(isSubmitted), textOf, (event) => ({
      ...keyOf(event),
      submitted_on: event.data.submittedOn,
      submission_channel: event.data.channel,
      receipt_number: event.data.receiptNumber,
      submitted_by: event.data.submittedBy,
      submitted_at: event.occurredAt,
    })),
  );
};
