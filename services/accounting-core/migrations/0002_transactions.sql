-- One row per transaction in whatever status. The entries of a posted one are in the journal, those
-- of an unposted one in draft_entries.
CREATE TABLE ledger.transactions (
  company_id uuid NOT NULL,
  transaction_id uuid NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  status text COLLATE "C" NOT NULL
    CHECK (status IN ('draft', 'approved', 'rejected', 'posted', 'reversed')),
  transaction_type text COLLATE "C" NOT NULL,
  transaction_date date NOT NULL,
  description text NOT NULL,
  document_reference text COLLATE "C",
  total_gel numeric(19, 2) NOT NULL CHECK (total_gel >= 0),
  entry_count integer NOT NULL,
  created_by text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  approved_by text COLLATE "C",
  approved_at timestamptz,
  rejected_by text COLLATE "C",
  rejected_at timestamptz,
  rejection_reason text,
  posted_by text COLLATE "C",
  posted_at timestamptz,
  reversal_of uuid,
  reversed_by uuid,
  import_batch_id text COLLATE "C",
  draft_entries jsonb,
  CONSTRAINT transactions_pkey PRIMARY KEY (company_id, transaction_id),
  CONSTRAINT transactions_posted_check
    CHECK ((status IN ('posted', 'reversed')) = (posted_at IS NOT NULL)),
  CONSTRAINT transactions_draft_entries_check
    CHECK ((draft_entries IS NULL) = (status IN ('posted', 'reversed')))
) WITH (fillfactor = 95);

CREATE INDEX transactions_date_index
  ON ledger.transactions (company_id, transaction_date, transaction_id);
CREATE INDEX transactions_created_index
  ON ledger.transactions (company_id, created_at, transaction_id);
-- Posted transactions are nearly all of them; the others must be found among them without cost.
CREATE INDEX transactions_unposted_index
  ON ledger.transactions (company_id, status, transaction_date, transaction_id)
  WHERE status IN ('draft', 'approved', 'rejected');
CREATE INDEX transactions_special_type_index
  ON ledger.transactions (company_id, transaction_type, transaction_date, transaction_id)
  WHERE transaction_type <> 'standard';
CREATE INDEX transactions_document_reference_index
  ON ledger.transactions (company_id, document_reference, transaction_date)
  WHERE document_reference IS NOT NULL;
CREATE INDEX transactions_import_batch_index
  ON ledger.transactions (company_id, import_batch_id, transaction_id)
  WHERE import_batch_id IS NOT NULL;

SELECT tenancy.protect('ledger.transactions');
GRANT SELECT, INSERT, UPDATE ON ledger.transactions TO accounting_service;

-- What is posted stays as it was posted, for everyone, the owner included: the one change left is
-- that a reversal is noted, once.
CREATE FUNCTION ledger.refuse_change_of_posted_transaction() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  unlinked ledger.transactions;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'posted' AND NEW.status = 'reversed'
    AND NEW.reversed_by IS NOT NULL
  THEN
    unlinked := NEW;
    unlinked.status := OLD.status;
    unlinked.version := OLD.version;
    unlinked.reversed_by := OLD.reversed_by;
    IF unlinked IS NOT DISTINCT FROM OLD THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'transaction % is posted and cannot be changed; reverse it', OLD.transaction_id
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER posted_transactions_stay
  BEFORE UPDATE OR DELETE ON ledger.transactions
  FOR EACH ROW WHEN (OLD.status IN ('posted', 'reversed'))
  EXECUTE FUNCTION ledger.refuse_change_of_posted_transaction();

-- The service writes drafts; only the posting function, which is the owner's, makes one posted.
CREATE POLICY posted_by_function_only ON ledger.transactions AS RESTRICTIVE
  FOR INSERT TO accounting_service WITH CHECK (status IN ('draft', 'approved', 'rejected'));
CREATE POLICY not_made_posted ON ledger.transactions AS RESTRICTIVE
  FOR UPDATE TO accounting_service USING (true) WITH CHECK (status <> 'posted');
