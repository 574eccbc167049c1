-- Companies whose messages a consumer cannot handle at present. Until they have caught up, what
-- arrives for them waits here, so that they hold up nobody else and keep their order.
CREATE TABLE inbox.stalled_companies (
  company_id uuid NOT NULL,
  consumer text NOT NULL CHECK (length(consumer) BETWEEN 1 AND 200),
  -- Failed attempts at the first message that waits.
  attempts integer NOT NULL CHECK (attempts >= 0),
  -- By the clock of the database, which all replicas share.
  retry_at timestamptz NOT NULL,
  reason text NOT NULL,
  stalled_since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, consumer)
);
CREATE INDEX stalled_companies_due ON inbox.stalled_companies (retry_at);

CREATE TABLE inbox.waiting_messages (
  company_id uuid NOT NULL,
  consumer text NOT NULL,
  -- The order in which they arrived, which is the company's.
  place bigint GENERATED ALWAYS AS IDENTITY,
  message_id uuid NOT NULL,
  topic text NOT NULL,
  partition smallint NOT NULL,
  message_offset bigint NOT NULL,
  headers text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (company_id, consumer, place),
  UNIQUE (company_id, consumer, message_id)
);

-- Messages a consumer gave up on, kept for ever: a person decides, and it stays known who and when.
CREATE TABLE inbox.dead_letters (
  dead_letter_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Zeros where nobody can tell whose message it is.
  company_id uuid NOT NULL,
  consumer text NOT NULL CHECK (length(consumer) BETWEEN 1 AND 200),
  topic text NOT NULL,
  partition smallint NOT NULL,
  message_offset bigint NOT NULL,
  key text NOT NULL,
  headers text NOT NULL,
  value text NOT NULL,
  attempts integer NOT NULL,
  reason text NOT NULL,
  -- Where in the code it failed.
  stack text,
  parked_at timestamptz NOT NULL DEFAULT now(),
  -- Since when the topic of dead letters has it.
  published_at timestamptz,
  replay_requested_at timestamptz,
  replay_requested_by text,
  settled_at timestamptz,
  settled_by text,
  outcome text CHECK (outcome IN ('replayed', 'discarded')),
  CHECK ((settled_at IS NULL) = (outcome IS NULL)),
  -- A crash after parking may park the same message again.
  UNIQUE (consumer, topic, partition, message_offset)
);
CREATE INDEX dead_letters_of_company ON inbox.dead_letters (company_id, parked_at, dead_letter_id);
CREATE INDEX dead_letters_open ON inbox.dead_letters (parked_at) WHERE settled_at IS NULL;
CREATE INDEX dead_letters_unpublished ON inbox.dead_letters (parked_at) WHERE published_at IS NULL;

SELECT tenancy.protect('inbox.stalled_companies');
SELECT tenancy.protect('inbox.waiting_messages');
SELECT tenancy.protect('inbox.dead_letters');
GRANT SELECT, INSERT, UPDATE, DELETE ON inbox.stalled_companies TO accounting_service;
GRANT SELECT, INSERT, DELETE ON inbox.waiting_messages TO accounting_service;
GRANT SELECT, INSERT, UPDATE ON inbox.dead_letters TO accounting_service;

-- What the loops of a service look for, over all companies.
GRANT SELECT ON inbox.stalled_companies, inbox.dead_letters TO accounting_background;
CREATE POLICY background_reads ON inbox.stalled_companies
  FOR SELECT TO accounting_background USING (true);
CREATE POLICY background_reads ON inbox.dead_letters
  FOR SELECT TO accounting_background USING (true);

-- Notes messages of a company as handled and returns those that were not, in the order given; NULL
-- when the company is stalled. The lock keeps it stalled, or not, until the caller has committed.
CREATE FUNCTION inbox.receive(receiving text, receiving_company uuid, message_ids uuid[])
RETURNS uuid[]
LANGUAGE plpgsql
AS $$
DECLARE
  fresh uuid[];
BEGIN
  PERFORM FROM inbox.stalled_companies
  WHERE company_id = receiving_company AND consumer = receiving FOR UPDATE;
  IF FOUND THEN RETURN NULL; END IF;
  WITH recorded AS (
    INSERT INTO inbox.handled_messages (company_id, consumer, message_id)
    SELECT receiving_company, receiving, id FROM unnest(message_ids) AS id
    ON CONFLICT DO NOTHING RETURNING message_id
  )
  SELECT array_agg(message_id) INTO fresh FROM recorded;
  RETURN coalesce(fresh, '{}');
END
$$;

-- What was handled so long ago cannot arrive again: no topic keeps it.
CREATE INDEX handled_messages_by_time ON inbox.handled_messages USING brin (handled_at);
CREATE FUNCTION inbox.forget_handled(kept interval, count_max integer) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
BEGIN ATOMIC
  WITH expired AS (
    SELECT company_id, consumer, message_id FROM inbox.handled_messages
    WHERE handled_at < now() - kept LIMIT count_max
  ),
  removed AS (
    DELETE FROM inbox.handled_messages AS handled USING expired
    WHERE (handled.company_id, handled.consumer, handled.message_id)
      = (expired.company_id, expired.consumer, expired.message_id)
    RETURNING 1
  )
  SELECT count(*) FROM removed;
END;
REVOKE EXECUTE ON FUNCTION inbox.forget_handled FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inbox.forget_handled TO accounting_background;
