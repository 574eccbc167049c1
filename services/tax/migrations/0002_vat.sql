-- What the ledger's postings mean for VAT, the versions of the returns made from it, and the
-- entries that stood behind each return that was submitted.

-- Follows from the facts of accounting-core, replaced whole for each transaction, so that handling
-- a fact again changes nothing.
CREATE TABLE tax.vat_entries (
  company_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  entry_number smallint NOT NULL CHECK (entry_number > 0),
  -- The transaction that this one takes back; it is taxed as that one is.
  reversal_of uuid,
  -- First day of the month of the accounting date.
  period date NOT NULL CHECK (extract(day FROM period) = 1),
  accounting_date date NOT NULL,
  -- Line of the return: `I.1`; or `unclassified`.
  line text NOT NULL,
  input_column text CHECK (input_column IN ('goods_services', 'fixed_assets')),
  base_gel numeric(19, 2) NOT NULL,
  vat_gel numeric(19, 2) NOT NULL,
  base_origin text NOT NULL CHECK (base_origin IN ('stated', 'derived')),
  counterparty_tin text,
  document_reference text,
  description text NOT NULL,
  CONSTRAINT vat_entries_pkey PRIMARY KEY (company_id, transaction_id, entry_number)
);
CREATE INDEX vat_entries_by_line
  ON tax.vat_entries (company_id, period, line, accounting_date, transaction_id, entry_number);
-- For what a company supplied in the last years, whatever the month.
CREATE INDEX vat_entries_by_date ON tax.vat_entries (company_id, accounting_date);
SELECT tenancy.protect('tax.vat_entries');
GRANT SELECT, INSERT, DELETE ON tax.vat_entries TO accounting_service;

-- How turnover without VAT is taxed, where somebody has said so. Follows from the facts of this
-- service.
CREATE TABLE tax.vat_treatments (
  company_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  -- Line of the return: `I.14`; or `out_of_scope`.
  line text NOT NULL,
  CONSTRAINT vat_treatments_pkey PRIMARY KEY (company_id, transaction_id)
);
SELECT tenancy.protect('tax.vat_treatments');
GRANT SELECT, INSERT, UPDATE ON tax.vat_treatments TO accounting_service;

-- The entries as returns count them: turnover without VAT is on the line that somebody chose.
CREATE VIEW tax.treated_vat_entries WITH (security_invoker = true) AS
SELECT entry.company_id, entry.transaction_id, entry.entry_number, entry.period,
  entry.accounting_date,
  CASE WHEN entry.line = 'unclassified' THEN coalesce(treatment.line, entry.line)
    ELSE entry.line END AS line,
  entry.input_column, entry.base_gel, entry.vat_gel, entry.base_origin, entry.counterparty_tin,
  entry.document_reference, entry.description
FROM tax.vat_entries AS entry
LEFT JOIN tax.vat_treatments AS treatment
  ON treatment.company_id = entry.company_id
  AND treatment.transaction_id = coalesce(entry.reversal_of, entry.transaction_id);
GRANT SELECT ON tax.treated_vat_entries TO accounting_service;

-- Follows from the facts of this service.
CREATE TABLE tax.vat_return_versions (
  company_id uuid NOT NULL,
  period date NOT NULL CHECK (extract(day FROM period) = 1),
  version integer NOT NULL CHECK (version > 0),
  kind text NOT NULL CHECK (kind IN ('original', 'amended')),
  form text NOT NULL,
  rule_set text NOT NULL,
  due_on date NOT NULL,
  figures jsonb NOT NULL,
  entries_digest text NOT NULL,
  generated_by text NOT NULL,
  generated_at timestamptz NOT NULL,
  -- All or none of them.
  submitted_on date,
  submission_channel text,
  receipt_number text,
  submitted_by text,
  submitted_at timestamptz,
  CONSTRAINT vat_return_versions_pkey PRIMARY KEY (company_id, period, version),
  CONSTRAINT submission_is_whole CHECK (
    num_nulls(submitted_on, submission_channel, receipt_number, submitted_by, submitted_at)
      IN (0, 5))
);
SELECT tenancy.protect('tax.vat_return_versions');
GRANT SELECT, INSERT, UPDATE ON tax.vat_return_versions TO accounting_service;

-- A record, not a read model: nothing else knows afterwards what stood behind a submitted return.
-- Its digest is in the fact of the submission.
CREATE TABLE tax.submitted_vat_entries (
  company_id uuid NOT NULL,
  period date NOT NULL,
  version integer NOT NULL,
  line text NOT NULL,
  accounting_date date NOT NULL,
  transaction_id uuid NOT NULL,
  entry_number smallint NOT NULL,
  input_column text,
  base_gel numeric(19, 2) NOT NULL,
  vat_gel numeric(19, 2) NOT NULL,
  base_origin text NOT NULL,
  counterparty_tin text,
  document_reference text,
  description text NOT NULL,
  CONSTRAINT submitted_vat_entries_pkey PRIMARY KEY
    (company_id, period, version, line, accounting_date, transaction_id, entry_number)
);
SELECT tenancy.protect('tax.submitted_vat_entries'),
  tenancy.forbid_change('tax.submitted_vat_entries');
GRANT SELECT, INSERT ON tax.submitted_vat_entries TO accounting_service;
