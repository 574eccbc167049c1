-- Writes the transactions posted in one commit and their journal. As before, but that rows go from
-- the arrays straight into their tables: as functions in FROM, each array was kept aside first.
--
-- The first fifteen arrays have an element per transaction, the others one per entry;
-- transaction_index (from 1) says which transaction an entry belongs to.
--
-- The rows of transactions need no order: whoever writes one has recorded a fact of its stream,
-- which serialises them. A first fact whose transaction is there already, and a later one whose
-- transaction was never drafted, are defects of the caller, and nothing of the commit stays.
CREATE OR REPLACE FUNCTION ledger.record_journal(
  company_ids uuid[],
  transaction_ids uuid[],
  versions integer[],
  transaction_types text[],
  transaction_dates date[],
  descriptions text[],
  document_references text[],
  totals_gel numeric[],
  entry_counts integer[],
  created_by text[],
  approved_by text[],
  posted_by text[],
  posted_at timestamptz[],
  reversal_of uuid[],
  import_batch_ids text[],
  transaction_indexes integer[],
  entry_numbers integer[],
  account_ids uuid[],
  debits numeric[],
  credits numeric[],
  debits_gel numeric[],
  credits_gel numeric[],
  currencies text[],
  exchange_rates numeric[],
  entry_descriptions text[],
  counterparty_tins text[],
  projects text[],
  cost_centres text[],
  entry_document_references text[],
  conversion_differences boolean[]
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
-- The plan is kept for the life of the connection, also when it was made on empty tables.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  unbalanced integer;
  inserted integer;
  updated integer := 0;
BEGIN
  -- Runs as the owner, so that the journal has no other way in and row-level security is not asked
  -- for each of its rows; the companies are checked here, once.
  IF NOT company_ids <@ tenancy.current_company_ids() THEN
    RAISE EXCEPTION 'a posting is for a company that the transaction was not opened for'
      USING ERRCODE = 'insufficient_privilege';
  END IF;

  SELECT entry.transaction_index INTO unbalanced
  FROM (
    SELECT unnest(transaction_indexes) AS transaction_index, unnest(debits_gel) AS debit_gel,
      unnest(credits_gel) AS credit_gel
  ) AS entry
  GROUP BY entry.transaction_index
  HAVING sum(entry.debit_gel) <> sum(entry.credit_gel)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'transaction % does not balance', transaction_ids[unbalanced]
      USING ERRCODE = 'check_violation';
  END IF;

  -- The first fact of a transaction is version 1: it was posted without having been drafted.
  INSERT INTO ledger.transactions (
    company_id, transaction_id, version, status, transaction_type, transaction_date, description,
    document_reference, total_gel, entry_count, created_by, created_at, approved_by, approved_at,
    posted_by, posted_at, reversal_of, import_batch_id)
  SELECT posted.company_id, posted.transaction_id, posted.version, 'posted',
    posted.transaction_type, posted.transaction_date, posted.description,
    posted.document_reference, posted.total_gel, posted.entry_count, posted.created_by,
    posted.posted_at, posted.approved_by,
    CASE WHEN posted.approved_by IS NOT NULL THEN posted.posted_at END,
    posted.posted_by, posted.posted_at, posted.reversal_of, posted.import_batch_id
  FROM (
    SELECT unnest(company_ids) AS company_id, unnest(transaction_ids) AS transaction_id,
      unnest(versions) AS version, unnest(transaction_types) AS transaction_type,
      unnest(transaction_dates) AS transaction_date, unnest(descriptions) AS description,
      unnest(document_references) AS document_reference, unnest(totals_gel) AS total_gel,
      unnest(entry_counts) AS entry_count, unnest(created_by) AS created_by,
      unnest(approved_by) AS approved_by, unnest(posted_by) AS posted_by,
      unnest(posted_at) AS posted_at, unnest(reversal_of) AS reversal_of,
      unnest(import_batch_ids) AS import_batch_id
  ) AS posted
  WHERE posted.version = 1;
  GET DIAGNOSTICS inserted = ROW_COUNT;

  -- The others were drafted: who created and approved them, and when, is known already.
  IF inserted < cardinality(transaction_ids) THEN
    UPDATE ledger.transactions AS existing SET
      version = posted.version,
      status = 'posted',
      transaction_date = posted.transaction_date,
      description = posted.description,
      document_reference = posted.document_reference,
      total_gel = posted.total_gel,
      entry_count = posted.entry_count,
      approved_by = coalesce(existing.approved_by, posted.approved_by),
      approved_at = coalesce(existing.approved_at,
        CASE WHEN posted.approved_by IS NOT NULL THEN posted.posted_at END),
      posted_by = posted.posted_by,
      posted_at = posted.posted_at,
      draft_entries = NULL
    FROM (
      SELECT unnest(company_ids) AS company_id, unnest(transaction_ids) AS transaction_id,
        unnest(versions) AS version, unnest(transaction_dates) AS transaction_date,
        unnest(descriptions) AS description, unnest(document_references) AS document_reference,
        unnest(totals_gel) AS total_gel, unnest(entry_counts) AS entry_count,
        unnest(record_journal.approved_by) AS approved_by,
        unnest(record_journal.posted_by) AS posted_by, unnest(record_journal.posted_at) AS posted_at
    ) AS posted
    WHERE posted.version > 1
      AND existing.company_id = posted.company_id
      AND existing.transaction_id = posted.transaction_id
      AND existing.status = 'approved';
    GET DIAGNOSTICS updated = ROW_COUNT;
    IF inserted + updated <> cardinality(transaction_ids) THEN
      RAISE EXCEPTION 'a transaction would be posted that is posted already, or was never approved'
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;

  INSERT INTO ledger.journal_entries (
    company_id, transaction_id, entry_number, transaction_date, account_id, debit, credit,
    debit_gel, credit_gel, currency, exchange_rate, description, counterparty_tin, project,
    cost_centre, document_reference, is_conversion_difference)
  SELECT company_ids[entry.transaction_index], transaction_ids[entry.transaction_index],
    entry.entry_number, transaction_dates[entry.transaction_index], entry.account_id,
    entry.debit, entry.credit, entry.debit_gel, entry.credit_gel, entry.currency,
    entry.exchange_rate, entry.description, entry.counterparty_tin, entry.project,
    entry.cost_centre, entry.document_reference, entry.is_conversion_difference
  FROM (
    SELECT unnest(transaction_indexes) AS transaction_index, unnest(entry_numbers) AS entry_number,
      unnest(account_ids) AS account_id, unnest(debits) AS debit, unnest(credits) AS credit,
      unnest(debits_gel) AS debit_gel, unnest(credits_gel) AS credit_gel,
      unnest(currencies) AS currency, unnest(exchange_rates) AS exchange_rate,
      unnest(entry_descriptions) AS description, unnest(counterparty_tins) AS counterparty_tin,
      unnest(projects) AS project, unnest(cost_centres) AS cost_centre,
      unnest(entry_document_references) AS document_reference,
      unnest(conversion_differences) AS is_conversion_difference
  ) AS entry;
END $$;
