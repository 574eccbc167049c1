-- Sums of the journal by month and by day of the accounting date, kept in the transaction that
-- posts. A balance as of a day adds the months before and the days of its month: old history costs
-- little and every day is exact, whenever it was posted to. Room is left in each page so that an
-- update stays in it and touches no index.
CREATE TABLE ledger.account_balances (
  company_id uuid NOT NULL,
  account_id uuid NOT NULL,
  currency text COLLATE "C" NOT NULL,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  debit numeric(25, 4) NOT NULL,
  credit numeric(25, 4) NOT NULL,
  debit_gel numeric(25, 2) NOT NULL,
  credit_gel numeric(25, 2) NOT NULL,
  entry_count bigint NOT NULL,
  CONSTRAINT account_balances_pkey PRIMARY KEY (company_id, account_id, currency, month)
) WITH (fillfactor = 60);

-- By day first: the days of one month lie together, for the trial balance and in the cache.
CREATE TABLE ledger.account_balance_history (
  company_id uuid NOT NULL,
  date date NOT NULL,
  account_id uuid NOT NULL,
  currency text COLLATE "C" NOT NULL,
  debit numeric(25, 4) NOT NULL,
  credit numeric(25, 4) NOT NULL,
  debit_gel numeric(25, 2) NOT NULL,
  credit_gel numeric(25, 2) NOT NULL,
  entry_count bigint NOT NULL,
  CONSTRAINT account_balance_history_pkey PRIMARY KEY (company_id, date, account_id, currency)
) WITH (fillfactor = 60);

-- Only entries that carry the dimension; a document reference names few entries, which an index of
-- the journal finds.
CREATE TABLE ledger.dimension_balances (
  company_id uuid NOT NULL,
  dimension_type text COLLATE "C" NOT NULL
    CHECK (dimension_type IN ('counterparty_tin', 'project', 'cost_centre')),
  dimension_value text COLLATE "C" NOT NULL,
  account_id uuid NOT NULL,
  currency text COLLATE "C" NOT NULL,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  debit numeric(25, 4) NOT NULL,
  credit numeric(25, 4) NOT NULL,
  debit_gel numeric(25, 2) NOT NULL,
  credit_gel numeric(25, 2) NOT NULL,
  entry_count bigint NOT NULL,
  CONSTRAINT dimension_balances_pkey PRIMARY KEY
    (company_id, dimension_type, dimension_value, account_id, currency, month)
) WITH (fillfactor = 60);

SELECT tenancy.protect('ledger.account_balances');
SELECT tenancy.protect('ledger.account_balance_history');
SELECT tenancy.protect('ledger.dimension_balances');
GRANT SELECT
  ON ledger.account_balances, ledger.account_balance_history, ledger.dimension_balances
  TO accounting_service;
