-- Bulk imports: how far each has come, which rows were refused, and the good rows of an
-- all-or-nothing batch until it is applied. Logged, because a batch must survive a crash.
CREATE TABLE ledger.import_batches (
  company_id uuid NOT NULL,
  batch_id text COLLATE "C" NOT NULL,
  mode text COLLATE "C" NOT NULL CHECK (mode IN ('all_or_nothing', 'skip_bad_rows')),
  format text COLLATE "C" NOT NULL CHECK (format IN ('ndjson', 'csv')),
  status text COLLATE "C" NOT NULL
    CHECK (status IN ('receiving', 'applying', 'completed', 'failed')),
  requested_by text COLLATE "C" NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  last_line integer NOT NULL DEFAULT 0,
  content_hash text COLLATE "C" NOT NULL DEFAULT '',
  received integer NOT NULL DEFAULT 0,
  posted integer NOT NULL DEFAULT 0,
  rejected integer NOT NULL DEFAULT 0,
  -- Errors kept in import_errors; rejected counts all.
  error_count_kept integer NOT NULL DEFAULT 0,
  CONSTRAINT import_batches_pkey PRIMARY KEY (company_id, batch_id)
) WITH (fillfactor = 50);
CREATE INDEX import_batches_started_index
  ON ledger.import_batches (company_id, started_at, batch_id);
CREATE INDEX import_batches_applying_index
  ON ledger.import_batches (company_id) WHERE status = 'applying';

CREATE TABLE ledger.import_errors (
  company_id uuid NOT NULL,
  batch_id text COLLATE "C" NOT NULL,
  error_number integer NOT NULL,
  line integer NOT NULL,
  field text NOT NULL,
  code text COLLATE "C" NOT NULL,
  message text NOT NULL,
  CONSTRAINT import_errors_pkey PRIMARY KEY (company_id, batch_id, error_number)
);

CREATE TABLE ledger.import_rows (
  company_id uuid NOT NULL,
  batch_id text COLLATE "C" NOT NULL,
  line integer NOT NULL,
  -- A TransactionContent, kept as the text it was written as: nobody queries into it.
  content text NOT NULL,
  CONSTRAINT import_rows_pkey PRIMARY KEY (company_id, batch_id, line)
);

SELECT tenancy.protect('ledger.import_batches');
SELECT tenancy.protect('ledger.import_errors');
SELECT tenancy.protect('ledger.import_rows');
GRANT SELECT, INSERT, UPDATE ON ledger.import_batches TO accounting_service;
GRANT SELECT, INSERT ON ledger.import_errors TO accounting_service;
GRANT SELECT, INSERT, DELETE ON ledger.import_rows TO accounting_service;
-- The job that finishes batches after a crash looks for them in all companies.
GRANT SELECT ON ledger.import_batches TO accounting_background;
CREATE POLICY background_reads ON ledger.import_batches
  FOR SELECT TO accounting_background USING (true);
