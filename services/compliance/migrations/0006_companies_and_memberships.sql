-- Companies, and who may do what in them. Everything here follows from the event store and can be
-- rebuilt from it.
CREATE SCHEMA IF NOT EXISTS compliance;
GRANT USAGE ON SCHEMA compliance TO accounting_service, accounting_background;

CREATE TABLE compliance.companies (
  company_id uuid NOT NULL CONSTRAINT companies_pkey PRIMARY KEY,
  name_georgian text COLLATE "ka-x-icu" NOT NULL,
  name_latin text COLLATE "ka-x-icu" NOT NULL,
  tax_identification_number text COLLATE "C",
  is_operator boolean NOT NULL,
  status text COLLATE "C" NOT NULL CHECK (status IN ('active', 'suspended')),
  suspension_reason text,
  version integer NOT NULL CHECK (version > 0),
  registered_at timestamptz NOT NULL,
  CONSTRAINT companies_suspension_check
    CHECK ((status = 'suspended') = (suspension_reason IS NOT NULL))
);
CREATE INDEX companies_name_index ON compliance.companies (name_georgian, company_id);

CREATE TABLE compliance.memberships (
  company_id uuid NOT NULL,
  user_id uuid NOT NULL,
  -- Names of standard roles, ids of the company's own.
  role_ids text[] NOT NULL,
  status text COLLATE "C" NOT NULL CHECK (status IN ('active', 'removed')),
  version integer NOT NULL CHECK (version > 0),
  added_at timestamptz NOT NULL,
  CONSTRAINT memberships_pkey PRIMARY KEY (company_id, user_id)
);
CREATE INDEX memberships_user_index ON compliance.memberships (user_id) WHERE status = 'active';

-- A conflict of duties that somebody accepted in writing; gone with the conflict.
CREATE TABLE compliance.accepted_conflicts (
  company_id uuid NOT NULL,
  user_id uuid NOT NULL,
  rule_id text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  accepted_by text COLLATE "C" NOT NULL,
  accepted_at timestamptz NOT NULL,
  CONSTRAINT accepted_conflicts_pkey PRIMARY KEY (company_id, user_id, rule_id)
);

CREATE TABLE compliance.custom_roles (
  company_id uuid NOT NULL,
  role_id uuid NOT NULL,
  name_english text COLLATE "ka-x-icu" NOT NULL,
  name_georgian text COLLATE "ka-x-icu" NOT NULL,
  permissions text[] NOT NULL,
  is_retired boolean NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  CONSTRAINT custom_roles_pkey PRIMARY KEY (company_id, role_id)
);

CREATE TABLE compliance.company_policies (
  company_id uuid NOT NULL CONSTRAINT company_policies_pkey PRIMARY KEY,
  four_eyes_required boolean NOT NULL,
  four_eyes_waiver_reason text,
  session_length_minutes integer NOT NULL,
  password_length_min integer NOT NULL,
  password_history_count integer NOT NULL,
  password_lifetime_days integer NOT NULL,
  second_factor_required boolean NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  changed_by text COLLATE "C" NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT company_policies_waiver_check
    CHECK (four_eyes_required = (four_eyes_waiver_reason IS NULL))
);

-- Rules of a company's own, and general ones that it has disabled.
CREATE TABLE compliance.company_duty_rules (
  company_id uuid NOT NULL,
  rule_id text COLLATE "C" NOT NULL,
  -- All null of a general rule, which is not repeated here.
  first_permission text COLLATE "C",
  second_permission text COLLATE "C",
  scope text COLLATE "C" CHECK (scope IN ('same_object', 'person')),
  reason text,
  is_disabled boolean NOT NULL,
  disabled_reason text,
  disabled_by text COLLATE "C",
  disabled_at timestamptz,
  CONSTRAINT company_duty_rules_pkey PRIMARY KEY (company_id, rule_id)
);

SELECT tenancy.protect('compliance.companies');
SELECT tenancy.protect('compliance.memberships');
SELECT tenancy.protect('compliance.accepted_conflicts');
SELECT tenancy.protect('compliance.custom_roles');
SELECT tenancy.protect('compliance.company_policies');
SELECT tenancy.protect('compliance.company_duty_rules');
GRANT SELECT, INSERT, UPDATE ON compliance.companies, compliance.memberships,
  compliance.custom_roles, compliance.company_policies, compliance.company_duty_rules
  TO accounting_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance.accepted_conflicts TO accounting_service;

-- In which companies somebody works is asked before there is a company to work for, and every
-- service is told the duties of all companies at once: both are read as the background role.
GRANT SELECT ON compliance.companies, compliance.memberships, compliance.custom_roles,
  compliance.company_policies, compliance.company_duty_rules TO accounting_background;
CREATE POLICY background_reads ON compliance.companies
  FOR SELECT TO accounting_background USING (true);
CREATE POLICY background_reads ON compliance.memberships
  FOR SELECT TO accounting_background USING (true);
CREATE POLICY background_reads ON compliance.custom_roles
  FOR SELECT TO accounting_background USING (true);
CREATE POLICY background_reads ON compliance.company_policies
  FOR SELECT TO accounting_background USING (true);
CREATE POLICY background_reads ON compliance.company_duty_rules
  FOR SELECT TO accounting_background USING (true);
