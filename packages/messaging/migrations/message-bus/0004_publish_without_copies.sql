-- Appends messages in the order given; each argument has an element for each. As before, but that
-- rows go from the arrays straight into the table: they were kept aside twice and sorted, with what
-- they say, into the order that they had.
--
-- The offsets of a topic become visible in ascending order, because the lock is held until the
-- commit is visible: a reader that asks for what is after the last offset it saw skips nothing.
-- Topics are locked in order, so that publishers cannot deadlock.
CREATE OR REPLACE FUNCTION messaging.publish(
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
  -- Functions that return sets are called row by row in a SELECT, all of them in step.
  INSERT INTO messaging.messages (topic, slot, company_id, headers, value)
  SELECT message.topic, messaging.slot_of(message.company_id), message.company_id, message.headers,
    message.value
  FROM (
    SELECT unnest(topics) AS topic, unnest(company_ids) AS company_id,
      unnest(publish.headers) AS headers, unnest("values") AS value
  ) AS message;
END
$$;
