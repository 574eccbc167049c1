-- Texts with a line for each message were searched for line ends; arrays in PostgreSQL's binary
-- format cost both sides less.
DROP FUNCTION messaging.publish(text, text, text, text);

-- Appends messages in the order given; each argument has an element for each.
--
-- The offsets of a topic become visible in ascending order, because the lock is held until the
-- commit is visible: a reader that asks for what is after the last offset it saw skips nothing.
-- Topics are locked in order, so that publishers cannot deadlock.
CREATE FUNCTION messaging.publish(
  topics text[], company_ids uuid[], headers text[], "values" text[]
) RETURNS void
LANGUAGE plpgsql
SET lock_timeout = '5s'
AS $$
DECLARE
  published_topic text;
BEGIN
  FOR published_topic IN
    SELECT DISTINCT name FROM unnest(topics) AS name ORDER BY name
  LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended('messaging.topic ' || published_topic, 0));
    -- Told at commit; a listener that misses it finds the messages when it polls.
    PERFORM pg_notify('messaging', published_topic);
  END LOOP;
  INSERT INTO messaging.messages (topic, slot, company_id, headers, value)
  SELECT m.topic, messaging.slot_of(m.company_id), m.company_id, m.headers, m.value
  FROM unnest(topics, company_ids, headers, "values")
    WITH ORDINALITY AS m (topic, company_id, headers, value, place)
  ORDER BY m.place;
END
$$;
