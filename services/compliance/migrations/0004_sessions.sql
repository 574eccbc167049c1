-- Sessions, the refresh tokens that continue them, and the access tokens that were made in them.
CREATE TABLE compliance.sessions (
  session_id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES compliance.people ON DELETE CASCADE,
  company_id uuid NOT NULL,
  passed_second_factor boolean NOT NULL,
  client_address text COLLATE "C" NOT NULL,
  began_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  -- When the last token of it will have expired, so that the row is not needed any more.
  expires_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX sessions_of_user ON compliance.sessions (user_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_expired ON compliance.sessions (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance.sessions TO accounting_service;

-- A used one is kept until it expires: presented again it gives a thief away.
CREATE TABLE compliance.refresh_tokens (
  token_id uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES compliance.sessions ON DELETE CASCADE,
  digest bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX refresh_tokens_of_session ON compliance.refresh_tokens (session_id);
CREATE INDEX refresh_tokens_expired ON compliance.refresh_tokens (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance.refresh_tokens TO accounting_service;

-- What is needed to revoke a token by its id; the tokens themselves are kept nowhere.
CREATE TABLE compliance.access_tokens (
  token_id uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES compliance.sessions ON DELETE CASCADE,
  user_id uuid NOT NULL,
  company_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX access_tokens_of_session ON compliance.access_tokens (session_id);
CREATE INDEX access_tokens_expired ON compliance.access_tokens (expires_at);
-- Read every second by every service: as small as what is revoked and has not expired.
CREATE INDEX access_tokens_revoked ON compliance.access_tokens (expires_at, token_id)
  WHERE revoked_at IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance.access_tokens TO accounting_service;
