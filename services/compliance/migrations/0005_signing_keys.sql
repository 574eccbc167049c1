-- The keys that sign people's access tokens; the private halves are sealed with SECRETS_KEY.
CREATE TABLE compliance.signing_keys (
  key_id text COLLATE "C" PRIMARY KEY,
  public_key jsonb NOT NULL,
  sealed_private_key bytea NOT NULL,
  signs_from timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance.signing_keys TO accounting_service;
