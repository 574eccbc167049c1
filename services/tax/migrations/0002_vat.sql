-- What the ledger's postings mean for VAT, the versions of the returns made from it, and the
-- entries that stood behind each return that was submitted.

-- Follows from the facts of accounting-core, replaced whole for each transaction, so that handling
-- a fact again changes nothing.
CREATE TABLE tax.vat_entries (
  company_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  entry_number smallint NOT NULL CHECK (entry_number > 0),
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
