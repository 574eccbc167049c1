-- Hashes of passwords (argon2id, with their parameters), and how often somebody has tried.
CREATE TABLE compliance.passwords (
  user_id uuid PRIMARY KEY REFERENCES compliance.people ON DELETE CASCADE,
  hash text NOT NULL,
  set_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON compliance.passwords TO accounting_service;

CREATE TABLE compliance.earlier_passwords (
  user_id uuid NOT NULL REFERENCES compliance.people ON DELETE CASCADE,
  set_at timestamptz NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (user_id, set_at)
);
GRANT SELECT, INSERT, DELETE ON compliance.earlier_passwords TO accounting_service;

-- Attempts by what they are counted against: an account (the digest of an address that was typed,
-- whether or not somebody has it), or the address of a client.
CREATE TABLE compliance.attempts (
  subject text COLLATE "C" PRIMARY KEY,
  count integer NOT NULL CHECK (count >= 0),
  falls_from timestamptz NOT NULL,
  locked_until timestamptz,
  forgettable_from timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX attempts_forgettable ON compliance.attempts (forgettable_from);
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance.attempts TO accounting_service;

-- Tokens by which a person sets a password without the old one. Only digests are kept.
CREATE TABLE compliance.password_tokens (
  user_id uuid NOT NULL REFERENCES compliance.people ON DELETE CASCADE,
  purpose text COLLATE "C" NOT NULL CHECK (purpose IN ('reset', 'invitation')),
  digest bytea NOT NULL CONSTRAINT password_tokens_digest_key UNIQUE,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, purpose)
);
CREATE INDEX password_tokens_expired ON compliance.password_tokens (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance.password_tokens TO accounting_service;

-- Requests of strangers, answered before anybody looks whether the address is known: so the answer
-- takes the same time whether or not it is.
CREATE TABLE compliance.reset_requests (
  request_id uuid PRIMARY KEY,
  email_key text COLLATE "C" NOT NULL,
  correlation_id text NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance.reset_requests TO accounting_service;
