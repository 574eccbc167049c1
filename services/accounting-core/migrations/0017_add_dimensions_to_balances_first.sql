-- A file imported at once can have a million balances of dimensions: seconds to write, while the
-- balances of its accounts, written before them, were locked for everybody. And all its sums were
-- held in memory as arrays. Now dimensions come first, for everybody alike, and the sums of a file
-- go straight from its journal into the balances, and to disk where they are many.

DROP FUNCTION ledger.add_to_balances;

-- Adds entries to the balances of dimensions, and of months and days. The first two arrays have an
-- element per transaction, the others one per entry.
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
  cost_centres text[]
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
-- The plan is kept for the life of the connection, also when it was made on empty tables.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
BEGIN
  IF NOT (counterparty_tins IS NULL AND projects IS NULL AND cost_centres IS NULL) THEN
    INSERT INTO ledger.dimension_balances AS balance (
      company_id, dimension_type, dimension_value, account_id, currency, month, debit, credit,
      debit_gel, credit_gel, entry_count)
    SELECT company_ids[entry.transaction_index], dimension.type COLLATE "C",
      dimension.value COLLATE "C", entry.account_id, entry.currency COLLATE "C",
      date_trunc('month', transaction_dates[entry.transaction_index])::date,
      sum(entry.debit), sum(entry.credit), sum(entry.debit_gel), sum(entry.credit_gel),
      count(*)
    FROM unnest(transaction_indexes, account_ids, currencies, debits, credits, debits_gel,
        credits_gel, counterparty_tins, projects, cost_centres)
      AS entry(transaction_index, account_id, currency, debit, credit, debit_gel, credit_gel,
        counterparty_tin, project, cost_centre)
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

  -- Summed by day, and the days by month.
  WITH moved AS MATERIALIZED (
    SELECT entry.account_id, entry.currency COLLATE "C" AS currency,
      transaction_dates[entry.transaction_index] AS date,
      company_ids[entry.transaction_index] AS company_id,
      sum(entry.debit) AS debit, sum(entry.credit) AS credit,
      sum(entry.debit_gel) AS debit_gel, sum(entry.credit_gel) AS credit_gel,
      count(*) AS entry_count
    FROM unnest(transaction_indexes, account_ids, currencies, debits, credits, debits_gel,
        credits_gel)
      AS entry(transaction_index, account_id, currency, debit, credit, debit_gel, credit_gel)
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
    credits_gel, currencies, counterparty_tins, projects, cost_centres);
END $$;

-- Adds to the balances what this transaction has written to the journal of a company, among the
-- transactions from one id to another: by xmin, since others may have ids in between. Tables and
-- rows are written in the order of add_to_balances. Fails unless it finds as many entries as the
-- caller wrote: nothing may be left out, as what a subtransaction wrote would be.
CREATE OR REPLACE FUNCTION ledger.add_written_journal_to_balances(
  company uuid,
  first_transaction_id uuid,
  last_transaction_id uuid,
  entries_written bigint
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
-- The planner knows nothing yet of what was written a moment ago.
SET enable_seqscan = off
AS $$
DECLARE
  entries_found bigint;
  have_dimensions boolean;
BEGIN
  IF NOT ARRAY[company] <@ tenancy.current_company_ids() THEN
    RAISE EXCEPTION 'the balances are of a company that the transaction was not opened for'
      USING ERRCODE = 'insufficient_privilege';
  END IF;

  SELECT count(*), bool_or(
    num_nonnulls(entry.counterparty_tin, entry.project, entry.cost_centre) > 0)
  INTO entries_found, have_dimensions
  FROM ledger.journal_entries AS entry
  WHERE entry.company_id = company
    AND entry.transaction_id BETWEEN first_transaction_id AND last_transaction_id
    AND entry.xmin = pg_current_xact_id()::xid;
  IF entries_found <> entries_written THEN
    RAISE EXCEPTION '% entries were written, but % are found', entries_written, entries_found
      USING ERRCODE = 'data_exception';
  END IF;

  IF have_dimensions THEN
    INSERT INTO ledger.dimension_balances AS balance (
      company_id, dimension_type, dimension_value, account_id, currency, month, debit, credit,
      debit_gel, credit_gel, entry_count)
    SELECT company, dimension.type COLLATE "C", dimension.value, entry.account_id, entry.currency,
      date_trunc('month', entry.transaction_date)::date, sum(entry.debit), sum(entry.credit),
      sum(entry.debit_gel), sum(entry.credit_gel), count(*)
    FROM ledger.journal_entries AS entry
    CROSS JOIN LATERAL (VALUES
      ('counterparty_tin', entry.counterparty_tin),
      ('project', entry.project),
      ('cost_centre', entry.cost_centre)) AS dimension(type, value)
    WHERE entry.company_id = company
      AND entry.transaction_id BETWEEN first_transaction_id AND last_transaction_id
      AND entry.xmin = pg_current_xact_id()::xid
      AND dimension.value IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6
    ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT ON CONSTRAINT dimension_balances_pkey DO UPDATE SET
      debit = balance.debit + excluded.debit,
      credit = balance.credit + excluded.credit,
      debit_gel = balance.debit_gel + excluded.debit_gel,
      credit_gel = balance.credit_gel + excluded.credit_gel,
      entry_count = balance.entry_count + excluded.entry_count;
  END IF;

  -- Summed by day, and the days by month.
  WITH moved AS MATERIALIZED (
    SELECT entry.account_id, entry.currency, entry.transaction_date AS date,
      sum(entry.debit) AS debit, sum(entry.credit) AS credit,
      sum(entry.debit_gel) AS debit_gel, sum(entry.credit_gel) AS credit_gel,
      count(*) AS entry_count
    FROM ledger.journal_entries AS entry
    WHERE entry.company_id = company
      AND entry.transaction_id BETWEEN first_transaction_id AND last_transaction_id
      AND entry.xmin = pg_current_xact_id()::xid
    GROUP BY 1, 2, 3
  ),
  months AS (
    INSERT INTO ledger.account_balances AS balance (
      account_id, currency, month, company_id, debit, credit, debit_gel, credit_gel, entry_count)
    SELECT moved.account_id, moved.currency, date_trunc('month', moved.date)::date, company,
      sum(moved.debit), sum(moved.credit), sum(moved.debit_gel), sum(moved.credit_gel),
      sum(moved.entry_count)
    FROM moved
    GROUP BY 1, 2, 3
    ORDER BY 1, 2, 3
    ON CONFLICT ON CONSTRAINT account_balances_pkey DO UPDATE SET
      debit = balance.debit + excluded.debit,
      credit = balance.credit + excluded.credit,
      debit_gel = balance.debit_gel + excluded.debit_gel,
      credit_gel = balance.credit_gel + excluded.credit_gel,
      entry_count = balance.entry_count + excluded.entry_count
  )
  INSERT INTO ledger.account_balance_history AS balance (
    account_id, currency, date, company_id, debit, credit, debit_gel, credit_gel, entry_count)
  SELECT moved.account_id, moved.currency, moved.date, company, moved.debit, moved.credit,
    moved.debit_gel, moved.credit_gel, moved.entry_count
  FROM moved
  ORDER BY moved.account_id, moved.currency, moved.date
  ON CONFLICT ON CONSTRAINT account_balance_history_pkey DO UPDATE SET
    debit = balance.debit + excluded.debit,
    credit = balance.credit + excluded.credit,
    debit_gel = balance.debit_gel + excluded.debit_gel,
    credit_gel = balance.credit_gel + excluded.credit_gel,
    entry_count = balance.entry_count + excluded.entry_count;
END $$;

REVOKE ALL ON FUNCTION ledger.add_to_balances FROM public;
