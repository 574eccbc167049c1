-- The people who can sign in. Their addresses and names are rows and no facts, so that they can be
-- erased; a person belongs to no company, so what a company may see of them is decided by their
-- membership and not by row-level security.
CREATE SCHEMA compliance;
GRANT USAGE ON SCHEMA compliance TO accounting_service, accounting_background;

CREATE TABLE compliance.people (
  user_id uuid PRIMARY KEY,
  email text NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
  -- The same for every way of writing the address.
  email_key text COLLATE "C" NOT NULL CONSTRAINT people_email_key_key UNIQUE,
  display_name text COLLATE "ka-x-icu" NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
  is_active boolean NOT NULL DEFAULT true,
  last_signed_in_at timestamptz,
  last_company_id uuid
);
GRANT SELECT, INSERT, UPDATE ON compliance.people TO accounting_service;

-- At most one row: who was made when there was nobody, and the company founded for them.
CREATE TABLE compliance.first_administrator (
  is_first boolean PRIMARY KEY DEFAULT true CHECK (is_first),
  user_id uuid NOT NULL REFERENCES compliance.people,
  company_id uuid
);
GRANT SELECT, INSERT, UPDATE ON compliance.first_administrator TO accounting_service;
