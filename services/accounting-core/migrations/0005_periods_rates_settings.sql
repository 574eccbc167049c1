-- A month without a row was never closed: it is open.
CREATE TABLE ledger.fiscal_periods (
  company_id uuid NOT NULL,
  period date NOT NULL CHECK (extract(day FROM period) = 1),
  status text COLLATE "C" NOT NULL CHECK (status IN ('open', 'closed', 'locked')),
  version integer NOT NULL CHECK (version > 0),
  changed_by text COLLATE "C" NOT NULL,
  changed_at timestamptz NOT NULL,
  reason text,
  CONSTRAINT fiscal_periods_pkey PRIMARY KEY (company_id, period)
);

CREATE TABLE ledger.fiscal_years (
  company_id uuid NOT NULL,
  year integer NOT NULL,
  status text COLLATE "C" NOT NULL CHECK (status IN ('open', 'closed')),
  version integer NOT NULL CHECK (version > 0),
  closing_transaction_id uuid,
  profit_gel numeric(19, 2),
  changed_by text COLLATE "C" NOT NULL,
  changed_at timestamptz NOT NULL,
  reason text,
  CONSTRAINT fiscal_years_pkey PRIMARY KEY (company_id, year)
);

CREATE TABLE ledger.exchange_rates (
  company_id uuid NOT NULL,
  currency text COLLATE "C" NOT NULL,
  date date NOT NULL,
  -- GEL for one unit of the currency.
  rate numeric(18, 10) NOT NULL CHECK (rate > 0),
  source text COLLATE "C" NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  recorded_by text COLLATE "C" NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT exchange_rates_pkey PRIMARY KEY (company_id, currency, date)
);

CREATE TABLE ledger.ledger_settings (
  company_id uuid NOT NULL,
  conversion_difference_account_id uuid NOT NULL,
  exchange_gain_account_id uuid NOT NULL,
  exchange_loss_account_id uuid NOT NULL,
  retained_earnings_account_id uuid NOT NULL,
  four_eyes_required boolean NOT NULL,
  four_eyes_waiver_reason text,
  version integer NOT NULL CHECK (version > 0),
  changed_by text COLLATE "C" NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT ledger_settings_pkey PRIMARY KEY (company_id),
  CONSTRAINT ledger_settings_waiver_check
    CHECK (four_eyes_required = (four_eyes_waiver_reason IS NULL))
);

SELECT tenancy.protect('ledger.fiscal_periods');
SELECT tenancy.protect('ledger.fiscal_years');
SELECT tenancy.protect('ledger.exchange_rates');
SELECT tenancy.protect('ledger.ledger_settings');
GRANT SELECT, INSERT, UPDATE
  ON ledger.fiscal_periods, ledger.fiscal_years, ledger.exchange_rates, ledger.ledger_settings
  TO accounting_service;
