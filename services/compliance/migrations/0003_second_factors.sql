-- One-time codes (RFC 6238): the sealed secret of each person, and the last step that was used.
CREATE TABLE compliance.second_factors (
  user_id uuid PRIMARY KEY REFERENCES compliance.people ON DELETE CASCADE,
  sealed_secret bytea NOT NULL,
  is_confirmed boolean NOT NULL DEFAULT false,
  -- A code counts once: only a later step is accepted.
  last_step bigint NOT NULL DEFAULT 0
);
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance.second_factors TO accounting_service;

CREATE TABLE compliance.recovery_codes (
  user_id uuid NOT NULL REFERENCES compliance.people ON DELETE CASCADE,
  digest bytea NOT NULL,
  PRIMARY KEY (user_id, digest)
);
GRANT SELECT, INSERT, DELETE ON compliance.recovery_codes TO accounting_service;

-- Sign-ins whose password was right and whose second factor is awaited.
CREATE TABLE compliance.challenges (
  digest bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES compliance.people ON DELETE CASCADE,
  company_id uuid,
  expires_at timestamptz NOT NULL
);
CREATE INDEX challenges_expired ON compliance.challenges (expires_at);
CREATE INDEX challenges_of_user ON compliance.challenges (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance.challenges TO accounting_service;
