-- What this service has handled already, written in the transaction of the handler's own writes, so
-- that a message that arrives twice takes effect once. Needs the set "database".
CREATE SCHEMA inbox;
GRANT USAGE ON SCHEMA inbox TO accounting_service, accounting_background;

CREATE TABLE inbox.handled_messages (
  company_id uuid NOT NULL,
  -- Which of the service's consumers: each handles every message once.
  consumer text NOT NULL CHECK (length(consumer) BETWEEN 1 AND 200),
  message_id uuid NOT NULL,
  handled_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, consumer, message_id)
);
SELECT tenancy.protect('inbox.handled_messages');
GRANT SELECT, INSERT, DELETE ON inbox.handled_messages TO accounting_service;
