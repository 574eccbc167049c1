-- Partner systems and the keys with which they sign their tokens.
CREATE TABLE compliance.partners (
  company_id uuid NOT NULL,
  partner_id uuid NOT NULL,
  name text COLLATE "ka-x-icu" NOT NULL,
  scopes text[] NOT NULL,
  per_minute integer CHECK (per_minute > 0),
  per_hour integer CHECK (per_hour > 0),
  status text COLLATE "C" NOT NULL CHECK (status IN ('active', 'suspended')),
  suspension_reason text,
  version integer NOT NULL CHECK (version > 0),
  registered_at timestamptz NOT NULL,
  CONSTRAINT partners_pkey PRIMARY KEY (company_id, partner_id)
);
CREATE INDEX partners_name_index ON compliance.partners (company_id, name, partner_id);

CREATE TABLE compliance.partner_keys (
  company_id uuid NOT NULL,
  partner_id uuid NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  algorithm text COLLATE "C" NOT NULL CHECK (algorithm IN ('RS256', 'ES256', 'HS256')),
  public_key_pem text COLLATE "C",
  fingerprint text COLLATE "C",
  added_at timestamptz NOT NULL,
  added_by text COLLATE "C" NOT NULL,
  -- From then on it opens nothing.
  retires_at timestamptz,
  CONSTRAINT partner_keys_pkey PRIMARY KEY (key_id),
  -- A private key that two partners share proves neither of them.
  CONSTRAINT partner_keys_fingerprint_key UNIQUE (company_id, fingerprint),
  CONSTRAINT partner_keys_public_check
    CHECK ((algorithm = 'HS256') = (public_key_pem IS NULL)
      AND (public_key_pem IS NULL) = (fingerprint IS NULL))
);
CREATE INDEX partner_keys_partner_index ON compliance.partner_keys (company_id, partner_id);

-- Sealed with SECRETS_KEY, each for its own key. No facts, so a rebuild of the read models leaves
-- them alone. They belong to no company: the gateway is told all of them at once, a new SECRETS_KEY
-- seals all of them anew, and nobody asks for one by its company.
CREATE TABLE compliance.partner_secrets (
  key_id text COLLATE "C" NOT NULL CONSTRAINT partner_secrets_pkey PRIMARY KEY,
  sealed bytea NOT NULL
);

SELECT tenancy.protect('compliance.partners');
SELECT tenancy.protect('compliance.partner_keys');
GRANT SELECT, INSERT, UPDATE ON compliance.partners, compliance.partner_keys
  TO accounting_service;
GRANT SELECT, INSERT, UPDATE ON compliance.partner_secrets TO accounting_service;

-- The keys of all companies' partners are handed to the services and to the gateway at once.
GRANT SELECT ON compliance.partners, compliance.partner_keys TO accounting_background;
CREATE POLICY background_reads ON compliance.partners
  FOR SELECT TO accounting_background USING (true);
CREATE POLICY background_reads ON compliance.partner_keys
  FOR SELECT TO accounting_background USING (true);

-- When each key was last used, as the services report it every few seconds without knowing whose
-- key it is. So it belongs to no company: a time under a name that says nothing by itself. Losing
-- some after a crash of the server would only make a key look less used.
CREATE UNLOGGED TABLE compliance.partner_key_uses (
  key_id text COLLATE "C" NOT NULL CONSTRAINT partner_key_uses_pkey PRIMARY KEY,
  last_used_at timestamptz NOT NULL
) WITH (fillfactor = 50);
GRANT SELECT ON compliance.partner_key_uses TO accounting_service;

-- Keeps the greatest time of each key that exists. Runs as its owner, because the reporter works
-- for no company and so sees no keys.
CREATE FUNCTION compliance.note_partner_uses(key_ids text[], times timestamptz[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  INSERT INTO compliance.partner_key_uses AS known (key_id, last_used_at)
  SELECT reported.key_id, max(reported.used_at)
  FROM unnest(key_ids, times) AS reported (key_id, used_at)
  JOIN compliance.partner_keys AS key ON key.key_id = reported.key_id
  GROUP BY reported.key_id
  ORDER BY reported.key_id
  ON CONFLICT (key_id) DO UPDATE SET last_used_at = excluded.last_used_at
    WHERE known.last_used_at < excluded.last_used_at;
END;
REVOKE ALL ON FUNCTION compliance.note_partner_uses(text[], timestamptz[]) FROM public;
GRANT EXECUTE ON FUNCTION compliance.note_partner_uses(text[], timestamptz[])
  TO accounting_service;
