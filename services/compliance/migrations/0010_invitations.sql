-- Who is added to a company is invited until they accept.
ALTER TABLE compliance.memberships DROP CONSTRAINT memberships_status_check;
ALTER TABLE compliance.memberships ADD CONSTRAINT memberships_status_check
  CHECK (status IN ('invited', 'active', 'removed'));
DROP INDEX compliance.memberships_user_index;
CREATE INDEX memberships_user_index ON compliance.memberships (user_id) WHERE status <> 'removed';

-- Invitations, as who invited has typed them: nothing else is told of a person who has not
-- accepted. The token goes to the address, and only its digest is kept.
CREATE TABLE compliance.invitations (
  company_id uuid NOT NULL,
  user_id uuid NOT NULL REFERENCES compliance.people ON DELETE CASCADE,
  email text NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 200),
  digest bytea NOT NULL CONSTRAINT invitations_digest_key UNIQUE,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (company_id, user_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON compliance.invitations TO accounting_service;

-- Tokens to set a password replace forgotten ones. Those of invitations were told to who invited,
-- and end here; whom they were for asks for a message to set a password.
DELETE FROM compliance.password_tokens WHERE purpose = 'invitation';
ALTER TABLE compliance.password_tokens DROP COLUMN purpose;
ALTER TABLE compliance.password_tokens ADD PRIMARY KEY (user_id);
