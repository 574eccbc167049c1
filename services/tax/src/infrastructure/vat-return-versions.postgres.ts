import type { Database } from '@accounting/database';
import { AccountingMonth, type AccountingDate, type Instant } from '@accounting/kernel';
import type { VatReturnVersion, VatReturnVersions } from '../application/vat-ports';
import type { GeneratedFigures, SubmissionChannel } from '../domain/vat-return/events';

interface Row {
  readonly version: number;
  readonly kind: VatReturnVersion['kind'];
  readonly form: string;
  readonly rule_set: string;
  readonly due_on: AccountingDate;
  readonly figures: GeneratedFigures;
  readonly entries_digest: string;
  readonly generated_by: string;
  readonly generated_at: Instant;
  readonly submitted_on: AccountingDate | null;
  readonly submission_channel: SubmissionChannel;
  readonly receipt_number: string;
  readonly submitted_by: string;
  readonly submitted_at: Instant;
}

const toVersion = (period: AccountingMonth, row: Row): VatReturnVersion => ({
  period,
  version: row.version,
  kind: row.kind,
  form: row.form,
  ruleSet: row.rule_set,
  dueOn: row.due_on,
  figures: row.figures,
  entriesDigest: row.entries_digest,
  generatedBy: row.generated_by,
  generatedAt: row.generated_at,
  // The table has all of a submission or nothing.
  ...(row.submitted_on !== null && {
    submission: {
      submittedOn: row.submitted_on,
      channel: row.submission_channel,
      receiptNumber: row.receipt_number,
      submittedBy: row.submitted_by,
      submittedAt: row.submitted_at,
    },
  }),
});

const ofPeriod = `
  SELECT version, kind, form, rule_set, due_on, figures, entries_digest, generated_by,
    generated_at, submitted_on, submission_channel, receipt_number, submitted_by, submitted_at
  FROM tax.vat_return_versions WHERE company_id = $1 AND period = $2 ORDER BY version`;

/** The versions of returns on PostgreSQL. */
export const createVatReturnVersions = (database: Database): VatReturnVersions => ({
  ofPeriod: (companyId, period) =>
    database.read(companyId, async (connection) => {
      const values = [companyId, AccountingMonth.firstDay(period)];
      const { rows } = await connection.query<Row>(ofPeriod, values);
      return rows.map((row) => toVersion(period, row));
    }),
});
