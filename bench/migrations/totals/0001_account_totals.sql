-- What a consumer of the ledger's facts keeps: a running total per account, and the facts behind
-- it.
CREATE SCHEMA totals;
GRANT USAGE ON SCHEMA totals TO accounting_service, accounting_background;

CREATE TABLE totals.account_totals (
  company_id uuid NOT NULL,
  account_id uuid NOT NULL,
  debit_gel numeric(19, 2) NOT NULL,
  credit_gel numeric(19, 2) NOT NULL,
  PRIMARY KEY (company_id, account_id)
);
SELECT tenancy.protect('totals.account_totals');
GRANT SELECT, INSERT, UPDATE ON totals.account_totals TO accounting_service;

-- Every fact in the order of its effect; twice would be refused by nobody here, so it can be found.
CREATE TABLE totals.arrivals (
  company_id uuid NOT NULL,
  place bigint GENERATED ALWAYS AS IDENTITY,
  event_id uuid NOT NULL,
  -- `/<service>/<stream>` of the fact.
  source text NOT NULL,
  PRIMARY KEY (company_id, place)
);
SELECT tenancy.protect('totals.arrivals');
GRANT SELECT, INSERT ON totals.arrivals TO accounting_service;
