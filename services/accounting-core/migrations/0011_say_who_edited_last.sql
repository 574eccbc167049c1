-- Says who wrote the content that was approved when that is not who created the draft: four eyes
-- are decided on it, so it must be possible to check them afterwards.
ALTER TABLE ledger.transactions
  ADD COLUMN last_edited_by text COLLATE "C",
  ADD COLUMN last_edited_at timestamptz,
  ADD CONSTRAINT transactions_last_edited_check
    CHECK ((last_edited_by IS NULL) = (last_edited_at IS NULL));

-- What a rebuild would find: the last revision of every transaction that has one. Nothing that was
-- posted changes by it, but the rows of posted transactions get the new columns too.
ALTER TABLE ledger.transactions DISABLE TRIGGER posted_transactions_stay;
UPDATE ledger.transactions AS edited
SET last_edited_by = revised.last_edited_by, last_edited_at = revised.occurred_at
FROM (
  SELECT DISTINCT ON (company_id, stream_id) company_id,
    (data ->> 'transactionId')::uuid AS transaction_id, data ->> 'revisedBy' AS last_edited_by,
    occurred_at
  FROM event_sourcing.event_store
  WHERE event_type = 'TransactionRevised'
  ORDER BY company_id, stream_id, stream_version DESC
) AS revised
WHERE edited.company_id = revised.company_id AND edited.transaction_id = revised.transaction_id;
ALTER TABLE ledger.transactions ENABLE TRIGGER posted_transactions_stay;
