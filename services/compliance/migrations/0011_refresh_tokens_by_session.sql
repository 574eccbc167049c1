-- A session names its one refresh token that has not been used, so that tokens may be kept in
-- another store: which one counts changes here, in the transaction that gives the next one out.
ALTER TABLE compliance.sessions ADD COLUMN refresh_token_id uuid;
UPDATE compliance.sessions SET refresh_token_id = coalesce(
  (SELECT token_id FROM compliance.refresh_tokens
   WHERE refresh_tokens.session_id = sessions.session_id AND used_at IS NULL
   ORDER BY expires_at DESC LIMIT 1),
  -- No token has this id: nobody can go on with such a session.
  session_id);
ALTER TABLE compliance.sessions ALTER COLUMN refresh_token_id SET NOT NULL;

-- They are added before their session, and each goes when it has expired.
ALTER TABLE compliance.refresh_tokens
  DROP CONSTRAINT refresh_tokens_session_id_fkey,
  DROP COLUMN used_at;
DROP INDEX compliance.refresh_tokens_of_session;
