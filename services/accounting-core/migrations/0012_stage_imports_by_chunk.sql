-- The rows of an all-or-nothing import are kept aside as they are checked and posted, a thousand at
-- a time: one at a time they were escaped, indexed and removed for nothing. With the version of the
-- reference data they were checked against, they need not be checked again when it still holds.
CREATE TABLE ledger.import_chunks (
  company_id uuid NOT NULL,
  batch_id text COLLATE "C" NOT NULL,
  last_line integer NOT NULL,
  ledger_version bigint NOT NULL,
  -- A JSON array of TransactionContent, kept as the text it was written as: nobody queries into it.
  contents text NOT NULL,
  CONSTRAINT import_chunks_pkey PRIMARY KEY (company_id, batch_id, last_line)
);
-- It is read once, a moment later, so that compressing it costs more than it saves.
ALTER TABLE ledger.import_chunks ALTER COLUMN contents SET STORAGE EXTERNAL;
SELECT tenancy.protect('ledger.import_chunks');
GRANT SELECT, INSERT, DELETE ON ledger.import_chunks TO accounting_service;

-- Batches under way go on. Version 0 is that of a company without accounts: they are checked again.
-- Nobody may add a row between the copy and the end of the table.
LOCK TABLE ledger.import_rows IN ACCESS EXCLUSIVE MODE;
INSERT INTO ledger.import_chunks (company_id, batch_id, last_line, ledger_version, contents)
SELECT company_id, batch_id, max(line), 0, '[' || string_agg(content, ',' ORDER BY line) || ']'
FROM (
  SELECT *, (row_number() OVER (PARTITION BY company_id, batch_id ORDER BY line) - 1) / 100 AS chunk
  FROM ledger.import_rows
) AS staged
GROUP BY company_id, batch_id, chunk;
DROP TABLE ledger.import_rows;
