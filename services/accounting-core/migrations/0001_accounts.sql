-- The read models and plain tables of the ledger. Everything here follows from the event store and
-- can be rebuilt from it, import batches excepted.
CREATE SCHEMA ledger;
GRANT USAGE ON SCHEMA ledger TO accounting_service, accounting_background;

-- Names are sorted as Georgians do; keys are compared byte by byte, which is faster and does not
-- change when the operating system's sort order does.
CREATE TABLE ledger.accounts (
  company_id uuid NOT NULL,
  account_id uuid NOT NULL,
  code text COLLATE "C" NOT NULL,
  name_english text COLLATE "ka-x-icu" NOT NULL,
  name_georgian text COLLATE "ka-x-icu" NOT NULL,
  type text COLLATE "C" NOT NULL,
  normal_balance text COLLATE "C" NOT NULL CHECK (normal_balance IN ('debit', 'credit', 'both')),
  parent_account_id uuid,
  is_postable boolean NOT NULL,
  is_monetary boolean NOT NULL,
  currency text COLLATE "C",
  ifrs_line text COLLATE "C",
  metadata jsonb NOT NULL,
  is_active boolean NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT accounts_pkey PRIMARY KEY (company_id, account_id),
  CONSTRAINT accounts_code_key UNIQUE (company_id, code),
  CONSTRAINT accounts_type_check CHECK (type IN (
    'asset', 'contra_asset', 'liability', 'contra_liability', 'equity', 'contra_equity',
    'income', 'contra_income', 'expense', 'contra_expense'))
);
CREATE INDEX accounts_name_georgian_index
  ON ledger.accounts (company_id, name_georgian, account_id);
CREATE INDEX accounts_name_english_index
  ON ledger.accounts (company_id, name_english, account_id);
CREATE INDEX accounts_parent_index ON ledger.accounts (company_id, parent_account_id)
  WHERE parent_account_id IS NOT NULL;

SELECT tenancy.protect('ledger.accounts');
GRANT SELECT, INSERT, UPDATE ON ledger.accounts TO accounting_service;
