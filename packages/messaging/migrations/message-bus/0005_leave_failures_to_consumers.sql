-- What a group cannot handle waits in the database of the service whose group it is, in the
-- transaction of its own writes and the same for every transport: see the set "inbox". The bus only
-- keeps how far each group has come.
DROP FUNCTION messaging.remove_expired;
DROP TABLE messaging.stalled_companies;
DROP TABLE messaging.dead_letters;

-- For groups that begin again with a point in time.
CREATE INDEX messages_by_time ON messaging.messages USING brin (published_at);

-- Removes messages that are older than the retention and that every group has handled: at most
-- count_max per topic and slot, so that one call stays short. Returns how many.
CREATE FUNCTION messaging.remove_expired(retention interval, count_max integer) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
  WITH handled AS (
    SELECT topic, slot, min(handled_offset) AS up_to
    FROM messaging.cursors GROUP BY topic, slot
  ),
  expired AS (
    SELECT m.topic, m.slot, m.message_offset
    FROM handled CROSS JOIN LATERAL (
      SELECT * FROM messaging.messages AS candidate
      WHERE candidate.topic = handled.topic AND candidate.slot = handled.slot
        AND candidate.message_offset <= handled.up_to
      ORDER BY candidate.message_offset
      LIMIT count_max
    ) AS m
    WHERE m.published_at < now() - retention
  ),
  removed AS (
    DELETE FROM messaging.messages AS m USING expired
    WHERE m.topic = expired.topic AND m.slot = expired.slot
      AND m.message_offset = expired.message_offset
    RETURNING 1
  )
  SELECT count(*) FROM removed;
END;
