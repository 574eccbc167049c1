/**
 * The rows of one posting, as plainly as SQL can write them: idempotency record, event, two journal
 * entries, two monthly balances. What the service is compared with; nothing else uses them.
 */
export const limitFunctions = `
CREATE SCHEMA bench;

CREATE OR REPLACE FUNCTION bench.post_one(
  company uuid, transaction uuid, event uuid, idempotency_key text, data json, answer json,
  first_account uuid, second_account uuid, first_is_debit boolean, amount numeric, day date
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first_debit CONSTANT numeric := CASE WHEN first_is_debit THEN amount ELSE 0 END;
  first_credit CONSTANT numeric := amount - first_debit;
BEGIN
  INSERT INTO event_sourcing.idempotency_records (company_id, key, request_hash, answer)
  VALUES (company, idempotency_key, repeat('0', 64), answer);
  INSERT INTO event_sourcing.event_store (company_id, stream_id, stream_version, event_id,
    event_type, schema_version, data, metadata, occurred_at)
  VALUES (company, 'transaction-' || transaction, 1, event, 'TransactionPosted', 1, data,
    '{"actorId":"bench","correlationId":"bench"}', now());
  INSERT INTO ledger.journal_entries (company_id, transaction_id, entry_number, transaction_date,
    account_id, debit, credit, debit_gel, credit_gel, currency, exchange_rate)
  VALUES
    (company, transaction, 1, day, first_account,
      first_debit, first_credit, first_debit, first_credit, 'GEL', 1),
    (company, transaction, 2, day, second_account,
      first_credit, first_debit, first_credit, first_debit, 'GEL', 1);
  -- The caller names the accounts in order, so that two postings never wait in a circle.
  INSERT INTO ledger.account_balances AS balance (company_id, account_id, currency, month, debit,
    credit, debit_gel, credit_gel, entry_count)
  VALUES
    (company, first_account, 'GEL', date_trunc('month', day)::date,
      first_debit, first_credit, first_debit, first_credit, 1),
    (company, second_account, 'GEL', date_trunc('month', day)::date,
      first_credit, first_debit, first_credit, first_debit, 1)
  ON CONFLICT (company_id, account_id, currency, month) DO UPDATE SET
    debit = balance.debit + excluded.debit,
    credit = balance.credit + excluded.credit,
    debit_gel = balance.debit_gel + excluded.debit_gel,
    credit_gel = balance.credit_gel + excluded.credit_gel,
    entry_count = balance.entry_count + excluded.entry_count;
END $$;

CREATE OR REPLACE FUNCTION bench.post_many(
  company uuid, transactions uuid[], events uuid[], idempotency_keys text[], datas text[],
  answers text[], debit_accounts uuid[], credit_accounts uuid[], amounts numeric[], day date
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO event_sourcing.idempotency_records (company_id, key, request_hash, answer)
  SELECT company, key, repeat('0', 64), answer::json
  FROM unnest(idempotency_keys, answers) AS given(key, answer);
  INSERT INTO event_sourcing.event_store (company_id, stream_id, stream_version, event_id,
    event_type, schema_version, data, metadata, occurred_at)
  SELECT company, 'transaction-' || id, 1, event, 'TransactionPosted', 1, data::json,
    '{"actorId":"bench","correlationId":"bench"}', now()
  FROM unnest(transactions, events, datas) AS given(id, event, data);
  INSERT INTO ledger.journal_entries (company_id, transaction_id, entry_number, transaction_date,
    account_id, debit, credit, debit_gel, credit_gel, currency, exchange_rate)
  SELECT company, id, side.entry_number, day, side.account, side.debit, side.credit, side.debit,
    side.credit, 'GEL', 1
  FROM unnest(transactions, debit_accounts, credit_accounts, amounts)
    AS given(id, debit_account, credit_account, amount),
  LATERAL (VALUES (1, debit_account, amount, 0::numeric), (2, credit_account, 0::numeric, amount))
    AS side(entry_number, account, debit, credit);
  INSERT INTO ledger.account_balances AS balance (company_id, account_id, currency, month, debit,
    credit, debit_gel, credit_gel, entry_count)
  SELECT company, side.account, 'GEL', date_trunc('month', day)::date, sum(side.debit),
    sum(side.credit), sum(side.debit), sum(side.credit), count(*)
  FROM unnest(debit_accounts, credit_accounts, amounts)
    AS given(debit_account, credit_account, amount),
  LATERAL (VALUES (debit_account, amount, 0::numeric), (credit_account, 0::numeric, amount))
    AS side(account, debit, credit)
  GROUP BY side.account ORDER BY side.account
  ON CONFLICT (company_id, account_id, currency, month) DO UPDATE SET
    debit = balance.debit + excluded.debit,
    credit = balance.credit + excluded.credit,
    debit_gel = balance.debit_gel + excluded.debit_gel,
    credit_gel = balance.credit_gel + excluded.credit_gel,
    entry_count = balance.entry_count + excluded.entry_count;
END $$;
`;
