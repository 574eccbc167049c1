-- The journal: what was posted, one row per entry, never changed. No foreign keys: the consistency
-- marker of the commit proves that the accounts existed and were active, at no cost per row
-- (docs/decisions/0002-guard-reference-data-with-a-consistency-marker.md).
CREATE TABLE ledger.journal_entries (
  company_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  entry_number integer NOT NULL,
  transaction_date date NOT NULL,
  account_id uuid NOT NULL,
  debit numeric(21, 4) NOT NULL,
  credit numeric(21, 4) NOT NULL,
  debit_gel numeric(19, 2) NOT NULL,
  credit_gel numeric(19, 2) NOT NULL,
  currency text COLLATE "C" NOT NULL,
  exchange_rate numeric(18, 10) NOT NULL,
  description text,
  counterparty_tin text COLLATE "C",
  project text COLLATE "C",
  cost_centre text COLLATE "C",
  document_reference text COLLATE "C",
  is_conversion_difference boolean NOT NULL DEFAULT false,
  CONSTRAINT journal_entries_pkey
    PRIMARY KEY (company_id, transaction_id, entry_number, transaction_date),
  CONSTRAINT journal_entries_one_side_check CHECK (
    debit >= 0 AND credit >= 0 AND debit_gel >= 0 AND credit_gel >= 0
    AND (debit_gel = 0) <> (credit_gel = 0) AND (debit = 0 OR credit = 0))
) PARTITION BY RANGE (transaction_date);

CREATE INDEX journal_entries_account_index ON ledger.journal_entries
  (company_id, account_id, transaction_date, transaction_id, entry_number);
CREATE INDEX journal_entries_counterparty_index ON ledger.journal_entries
  (company_id, counterparty_tin, transaction_date) WHERE counterparty_tin IS NOT NULL;
CREATE INDEX journal_entries_project_index ON ledger.journal_entries
  (company_id, project, transaction_date) WHERE project IS NOT NULL;
CREATE INDEX journal_entries_cost_centre_index ON ledger.journal_entries
  (company_id, cost_centre, transaction_date) WHERE cost_centre IS NOT NULL;
CREATE INDEX journal_entries_document_reference_index ON ledger.journal_entries
  (company_id, document_reference, transaction_date) WHERE document_reference IS NOT NULL;

SELECT tenancy.protect('ledger.journal_entries');
SELECT tenancy.forbid_change('ledger.journal_entries');
GRANT SELECT ON ledger.journal_entries TO accounting_service;

-- Makes the partition of a month unless it is there; true when it was made now. The table is made
-- apart and then attached, which lets others go on writing to the journal; the check spares the
-- attachment a scan and is dropped because the partition's bounds say the same.
CREATE FUNCTION ledger.ensure_partition(month date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  first_day constant date := date_trunc('month', month)::date;
  next_month constant date := (first_day + interval '1 month')::date;
  partition_name constant text := 'journal_entries_' || to_char(first_day, 'YYYY_MM');
  qualified_name constant text := 'ledger.' || partition_name;
BEGIN
  IF first_day < date '1990-01-01' OR first_day >= date '2200-01-01' THEN
    RAISE EXCEPTION 'the journal has no partition for %: it holds the years 1990 to 2199', month
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF to_regclass(qualified_name) IS NOT NULL THEN
    RETURN false;
  END IF;
  -- One at a time, in all processes. The name is committed together with the attachment, so that a
  -- table that can be seen is attached.
  PERFORM pg_advisory_xact_lock(hashtextextended('ledger.ensure_partition', 0));
  -- By a query, because an advisory lock does not refresh the cache that to_regclass looks into.
  IF EXISTS (
    SELECT FROM pg_class
    WHERE relnamespace = 'ledger'::regnamespace AND relname = partition_name
  ) THEN
    RETURN false;
  END IF;
  EXECUTE format(
    'CREATE TABLE ledger.%1$I ('
    ' LIKE ledger.journal_entries INCLUDING DEFAULTS INCLUDING CONSTRAINTS,'
    ' CONSTRAINT %2$I CHECK (transaction_date >= %3$L AND transaction_date < %4$L))',
    partition_name, partition_name || '_month', first_day, next_month);
  PERFORM tenancy.protect(qualified_name::regclass);
  EXECUTE format(
    'ALTER TABLE ledger.journal_entries ATTACH PARTITION ledger.%I FOR VALUES FROM (%L) TO (%L)',
    partition_name, first_day, next_month);
  EXECUTE format('ALTER TABLE ledger.%I DROP CONSTRAINT %I',
    partition_name, partition_name || '_month');
  -- Attaching hands down what refuses UPDATE and DELETE, but not what refuses TRUNCATE.
  PERFORM tenancy.forbid_change(qualified_name::regclass);
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION ledger.ensure_partition(date) FROM public;
GRANT EXECUTE ON FUNCTION ledger.ensure_partition(date) TO accounting_service;
