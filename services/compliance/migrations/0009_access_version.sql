-- A token says what was true when it was made. This rises whenever several sessions of a person are
-- ended, so that a token that is being made at that moment, from what was read before, is not kept.
ALTER TABLE compliance.people ADD COLUMN access_version integer NOT NULL DEFAULT 0;

-- Tokens are revoked by person and company: the session may have gone on to another company.
CREATE INDEX access_tokens_of_user ON compliance.access_tokens (user_id, company_id);
