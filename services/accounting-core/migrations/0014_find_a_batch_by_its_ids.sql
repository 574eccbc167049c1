-- The transactions of an import have ids that follow from when it began, so the primary key finds
-- them; the index cost every imported row as much as the primary key does.
DROP INDEX ledger.transactions_import_batch_index;
