-- Writes everything that follows from the transactions posted in one commit, in one call: one round
-- trip however many there are. The first fifteen arrays have an element per transaction, the others
-- one per entry; transaction_index (from 1) says which transaction an entry belongs to.
--
-- Tables are always written in the order given here and the rows of a table in the order of its
-- primary key, so that two writers wait for each other but never in a circle.
CREATE FUNCTION ledger.record_postings(
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
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  unbalanced integer;
  recorded integer;
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

  INSERT INTO ledger.transactions AS existing (
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
  ORDER BY posted.company_id, posted.transaction_id
  -- It was drafted before: who created and approved it, and when, is known already.
  ON CONFLICT ON CONSTRAINT transactions_pkey DO UPDATE SET
    version = excluded.version,
    status = 'posted',
    transaction_date = excluded.transaction_date,
    description = excluded.description,
    document_reference = excluded.document_reference,
    total_gel = excluded.total_gel,
    entry_count = excluded.entry_count,
    approved_by = coalesce(existing.approved_by, excluded.approved_by),
    approved_at = coalesce(existing.approved_at, excluded.approved_at),
    posted_by = excluded.posted_by,
    posted_at = excluded.posted_at,
    draft_entries = NULL
  WHERE existing.status = 'approved';
  GET DIAGNOSTICS recorded = ROW_COUNT;
  IF recorded <> cardinality(transaction_ids) THEN
    RAISE EXCEPTION 'a transaction would be posted that is posted already, or was never approved'
      USING ERRCODE = 'check_violation';
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

  INSERT INTO ledger.account_balances AS balance (
    company_id, account_id, currency, month, debit, credit, debit_gel, credit_gel, entry_count)
  SELECT company_ids[entry.transaction_index], entry.account_id, entry.currency COLLATE "C",
    date_trunc('month', transaction_dates[entry.transaction_index])::date,
    sum(entry.debit), sum(entry.credit), sum(entry.debit_gel), sum(entry.credit_gel), count(*)
  FROM unnest(transaction_indexes, account_ids, currencies, debits, credits, debits_gel,
      credits_gel)
    AS entry(transaction_index, account_id, currency, debit, credit, debit_gel, credit_gel)
  GROUP BY 1, 2, 3, 4
  ORDER BY 1, 2, 3, 4
  ON CONFLICT ON CONSTRAINT account_balances_pkey DO UPDATE SET
    debit = balance.debit + excluded.debit,
    credit = balance.credit + excluded.credit,
    debit_gel = balance.debit_gel + excluded.debit_gel,
    credit_gel = balance.credit_gel + excluded.credit_gel,
    entry_count = balance.entry_count + excluded.entry_count;

  INSERT INTO ledger.account_balance_history AS balance (
    company_id, date, account_id, currency, debit, credit, debit_gel, credit_gel, entry_count)
  SELECT company_ids[entry.transaction_index], transaction_dates[entry.transaction_index],
    entry.account_id, entry.currency COLLATE "C",
    sum(entry.debit), sum(entry.credit), sum(entry.debit_gel), sum(entry.credit_gel), count(*)
  FROM unnest(transaction_indexes, account_ids, currencies, debits, credits, debits_gel,
      credits_gel)
    AS entry(transaction_index, account_id, currency, debit, credit, debit_gel, credit_gel)
  GROUP BY 1, 2, 3, 4
  ORDER BY 1, 2, 3, 4
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
      sum(entry.debit), sum(entry.credit), sum(entry.debit_gel), sum(entry.credit_gel), count(*)
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
END $$;
REVOKE ALL ON FUNCTION ledger.record_postings FROM public;
GRANT EXECUTE ON FUNCTION ledger.record_postings TO accounting_service;
