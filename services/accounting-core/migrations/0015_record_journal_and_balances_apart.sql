-- A file that fits in memory is imported in one transaction that writes the balances at its end,
-- because whoever posts to the same accounts waits for them until then. So what record_postings
-- does at once falls into two functions that can also be called apart.

-- Writes the transactions posted in one commit and their journal, as record_postings did.
--
-- The first fifteen arrays have an element per transaction, the others one per entry;
-- transaction_index (from 1) says which transaction an entry belongs to.
--
-- The rows of transactions need no order: whoever writes one has recorded a fact of its stream,
-- which serialises them. A first fact whose transaction is there already, and a later one whose
-- transaction was never drafted, are defects of the caller, and nothing of the commit stays.
CREATE FUNCTION ledger.record_journal(
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
  FROM unnest(transaction_indexes, debits_gel, credits_gel)
    AS entry(transaction_index, debit_gel, credit_gel)
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
  FROM unnest(company_ids, transaction_ids, versions, transaction_types, transaction_dates,
      descriptions, document_references, totals_gel, entry_counts, created_by, approved_by,
      posted_by, posted_at, reversal_of, import_batch_ids)
    AS posted(company_id, transaction_id, version, transaction_type, transaction_date,
      description, document_reference, total_gel, entry_count, created_by, approved_by, posted_by,
      posted_at, reversal_of, import_batch_id)
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
    FROM unnest(company_ids, transaction_ids, versions, transaction_dates, descriptions,
        document_references, totals_gel, entry_counts, record_journal.approved_by,
        record_journal.posted_by, record_journal.posted_at)
      AS posted(company_id, transaction_id, version, transaction_date, description,
        document_reference, total_gel, entry_count, approved_by, posted_by, posted_at)
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
  FROM unnest(transaction_indexes, entry_numbers, account_ids, debits, credits, debits_gel,
      credits_gel, currencies, exchange_rates, entry_descriptions, counterparty_tins, projects,
      cost_centres, entry_document_references, conversion_differences)
    AS entry(transaction_index, entry_number, account_id, debit, credit, debit_gel, credit_gel,
      currency, exchange_rate, description, counterparty_tin, project, cost_centre,
      document_reference, is_conversion_difference);
END $$;

-- Adds entries to the balances of months and days, and of dimensions. The first two arrays have an
-- element per transaction, the others one per entry, or per sum of so many entries as entry_counts
-- says, which is null when each is one.
--
-- Tables are always written in the same order, of the sums the days before the months (PostgreSQL
-- runs a WITH that nothing reads after the statement itself), and the sums in the order of their
-- accounts, so that two writers wait for each other but never in a circle.
CREATE FUNCTION ledger.add_to_balances(
  company_ids uuid[],
  transaction_dates date[],
  transaction_indexes integer[],
  account_ids uuid[],
  debits numeric[],
  credits numeric[],
  debits_gel numeric[],
  credits_gel numeric[],
  currencies text[],
  counterparty_tins text[],
  projects text[],
  cost_centres text[],
  entry_counts bigint[]
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
-- The plan is kept for the life of the connection, also when it was made on empty tables.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
BEGIN
  -- Summed by day, and the days by month.
  WITH moved AS MATERIALIZED (
    SELECT entry.account_id, entry.currency COLLATE "C" AS currency,
      transaction_dates[entry.transaction_index] AS date,
      company_ids[entry.transaction_index] AS company_id,
      sum(entry.debit) AS debit, sum(entry.credit) AS credit,
      sum(entry.debit_gel) AS debit_gel, sum(entry.credit_gel) AS credit_gel,
      coalesce(sum(entry.entry_count), count(*)) AS entry_count
    FROM unnest(transaction_indexes, account_ids, currencies, debits, credits, debits_gel,
        credits_gel, entry_counts)
      AS entry(transaction_index, account_id, currency, debit, credit, debit_gel, credit_gel,
        entry_count)
    GROUP BY 1, 2, 3, 4
  ),
  months AS (
    INSERT INTO ledger.account_balances AS balance (
      account_id, currency, month, company_id, debit, credit, debit_gel, credit_gel, entry_count)
    SELECT moved.account_id, moved.currency, date_trunc('month', moved.date)::date,
      moved.company_id, sum(moved.debit), sum(moved.credit), sum(moved.debit_gel),
      sum(moved.credit_gel), sum(moved.entry_count)
    FROM moved
    GROUP BY 1, 2, 3, 4
    ORDER BY 1, 2, 3, 4
    ON CONFLICT ON CONSTRAINT account_balances_pkey DO UPDATE SET
      debit = balance.debit + excluded.debit,
      credit = balance.credit + excluded.credit,
      debit_gel = balance.debit_gel + excluded.debit_gel,
      credit_gel = balance.credit_gel + excluded.credit_gel,
      entry_count = balance.entry_count + excluded.entry_count
  )
  INSERT INTO ledger.account_balance_history AS balance (
    account_id, currency, date, company_id, debit, credit, debit_gel, credit_gel, entry_count)
  SELECT * FROM moved
  ORDER BY moved.account_id, moved.currency, moved.date, moved.company_id
  ON CONFLICT ON CONSTRAINT account_balance_history_pkey DO UPDATE SET
    debit = balance.debit + excluded.debit,
    credit = balance.credit + excluded.credit,
    debit_gel = balance.debit_gel + excluded.debit_gel,
    credit_gel = balance.credit_gel + excluded.credit_gel,
    entry_count = balance.entry_count + excluded.entry_count;

  IF NOT (counterparty_tins IS NULL AND projects IS NULL AND cost_centres IS NULL) THEN
    INSERT INTO ledger.dimension_balances AS balance (
      company_id, dimension_type, dimension_value, account_id, currency, month, debit, credit,
      debit_gel, credit_gel, entry_count)
    SELECT company_ids[entry.transaction_index], dimension.type COLLATE "C",
      dimension.value COLLATE "C", entry.account_id, entry.currency COLLATE "C",
      date_trunc('month', transaction_dates[entry.transaction_index])::date,
      sum(entry.debit), sum(entry.credit), sum(entry.debit_gel), sum(entry.credit_gel),
      coalesce(sum(entry.entry_count), count(*))
    FROM unnest(transaction_indexes, account_ids, currencies, debits, credits, debits_gel,
        credits_gel, entry_counts, counterparty_tins, projects, cost_centres)
      AS entry(transaction_index, account_id, currency, debit, credit, debit_gel, credit_gel,
        entry_count, counterparty_tin, project, cost_centre)
    CROSS JOIN LATERAL (VALUES
      ('counterparty_tin', entry.counterparty_tin),
      ('project', entry.project),
      ('cost_centre', entry.cost_centre)) AS dimension(type, value)
    WHERE dimension.value IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6
    ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT ON CONSTRAINT dimension_balances_pkey DO UPDATE SET
      debit = balance.debit + excluded.debit,
      credit = balance.credit + excluded.credit,
      debit_gel = balance.debit_gel + excluded.debit_gel,
      credit_gel = balance.credit_gel + excluded.credit_gel,
      entry_count = balance.entry_count + excluded.entry_count;
  END IF;
END $$;

-- Writes everything that follows from the transactions posted in one commit.
CREATE OR REPLACE FUNCTION ledger.record_postings(
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
AS $$
BEGIN
  PERFORM ledger.record_journal(
    company_ids, transaction_ids, versions, transaction_types, transaction_dates, descriptions,
    document_references, totals_gel, entry_counts, created_by, approved_by, posted_by, posted_at,
    reversal_of, import_batch_ids, transaction_indexes, entry_numbers, account_ids, debits,
    credits, debits_gel, credits_gel, currencies, exchange_rates, entry_descriptions,
    counterparty_tins, projects, cost_centres, entry_document_references, conversion_differences);
  PERFORM ledger.add_to_balances(
    company_ids, transaction_dates, transaction_indexes, account_ids, debits, credits, debits_gel,
    credits_gel, currencies, counterparty_tins, projects, cost_centres, NULL);
END $$;

-- Adds to the balances what this transaction has written to the journal of a company, among the
-- transactions from one id to another: by xmin, since others may have ids in between. All sums are
-- made before the first row of a balance is locked. Fails unless it finds as many entries as the
-- caller wrote: nothing may be left out, as what a subtransaction wrote would be.
CREATE FUNCTION ledger.add_written_journal_to_balances(
  company uuid,
  first_transaction_id uuid,
  last_transaction_id uuid,
  entries_written bigint
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
-- The planner knows nothing yet of what was written a moment ago.
SET enable_seqscan = off
AS $$
DECLARE
  summed record;
BEGIN
  IF NOT ARRAY[company] <@ tenancy.current_company_ids() THEN
    RAISE EXCEPTION 'the balances are of a company that the transaction was not opened for'
      USING ERRCODE = 'insufficient_privilege';
  END IF;

  SELECT array_agg(company) AS company_ids, array_agg(moved.transaction_date) AS dates,
    array_agg(moved.number::integer) AS numbers, array_agg(moved.account_id) AS account_ids,
    array_agg(moved.debit) AS debits, array_agg(moved.credit) AS credits,
    array_agg(moved.debit_gel) AS debits_gel, array_agg(moved.credit_gel) AS credits_gel,
    array_agg(moved.currency) AS currencies, array_agg(moved.counterparty_tin) AS counterparty_tins,
    array_agg(moved.project) AS projects, array_agg(moved.cost_centre) AS cost_centres,
    array_agg(moved.entry_count) AS entry_counts,
    coalesce(sum(moved.entry_count), 0) AS entries_found
  INTO summed
  FROM (
    SELECT entry.transaction_date, entry.account_id, entry.currency, entry.counterparty_tin,
      entry.project, entry.cost_centre, sum(entry.debit) AS debit, sum(entry.credit) AS credit,
      sum(entry.debit_gel) AS debit_gel, sum(entry.credit_gel) AS credit_gel,
      count(*) AS entry_count, row_number() OVER () AS number
    FROM ledger.journal_entries AS entry
    WHERE entry.company_id = company
      AND entry.transaction_id BETWEEN first_transaction_id AND last_transaction_id
      AND entry.xmin = pg_current_xact_id()::xid
    GROUP BY 1, 2, 3, 4, 5, 6
  ) AS moved;
  IF summed.entries_found <> entries_written THEN
    RAISE EXCEPTION '% entries were written, but % are found', entries_written, summed.entries_found
      USING ERRCODE = 'data_exception';
  END IF;
  PERFORM ledger.add_to_balances(
    summed.company_ids, summed.dates, summed.numbers, summed.account_ids, summed.debits,
    summed.credits, summed.debits_gel, summed.credits_gel, summed.currencies,
    summed.counterparty_tins, summed.projects, summed.cost_centres, summed.entry_counts);
END $$;

REVOKE ALL ON FUNCTION ledger.record_journal, ledger.add_to_balances,
  ledger.add_written_journal_to_balances FROM public;
GRANT EXECUTE ON FUNCTION ledger.record_journal, ledger.add_written_journal_to_balances
  TO accounting_service;
