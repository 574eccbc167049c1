-- Notes are kept for ever. Whoever changes the transport publishes all facts anew, however old, and
-- an offset that is lost repeats what the topic holds.
DROP FUNCTION inbox.forget_handled;

-- Until the caller has committed, nobody else handles facts of this company for this consumer. The
-- transport sees to that within a topic; replicas may hold different topics of one company, and
-- what waits is tried again beside what arrives.
CREATE FUNCTION inbox.take_turn(receiving text, receiving_company uuid) RETURNS void
LANGUAGE sql
AS $$
  SELECT pg_advisory_xact_lock(
    hashtextextended('inbox ' || receiving || ' ' || receiving_company, 0))
$$;

-- The same without waiting; false when somebody else has it.
CREATE FUNCTION inbox.try_turn(receiving text, receiving_company uuid) RETURNS boolean
LANGUAGE sql
AS $$
  SELECT pg_try_advisory_xact_lock(
    hashtextextended('inbox ' || receiving || ' ' || receiving_company, 0))
$$;

-- Notes messages of a company as handled and returns those that were not, in the order given; NULL
-- when the company is stalled. It stays so, or not, until the caller has committed.
CREATE OR REPLACE FUNCTION inbox.receive(receiving text, receiving_company uuid, message_ids uuid[])
RETURNS uuid[]
LANGUAGE plpgsql
AS $$
DECLARE
  fresh uuid[];
BEGIN
  PERFORM inbox.take_turn(receiving, receiving_company);
  PERFORM FROM inbox.stalled_companies
  WHERE company_id = receiving_company AND consumer = receiving;
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
