-- Facts on their way between services that share one PostgreSQL and have no broker. Kafka has the
-- same notions: topic, key (the company) that fixes a partition (here: slot), offset, group.
CREATE SCHEMA messaging;
GRANT USAGE ON SCHEMA messaging TO accounting_service;

-- Companies are spread over 16 slots; the members of a group share the slots. The last bits of a
-- UUID are random, and unlike the hash functions of PostgreSQL they are the same in every version.
CREATE FUNCTION messaging.slot_of(company_id uuid) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (get_byte(uuid_send(company_id), 15) & 15)::smallint;

CREATE SEQUENCE messaging.message_offsets AS bigint;

-- The key begins with what every reader asks for, and would let the table be partitioned by topic.
CREATE TABLE messaging.messages (
  topic text NOT NULL CHECK (length(topic) BETWEEN 1 AND 200),
  slot smallint NOT NULL CHECK (slot BETWEEN 0 AND 15),
  message_offset bigint NOT NULL DEFAULT nextval('messaging.message_offsets'),
  company_id uuid NOT NULL,
  -- Text as it was published, never looked into: json, because jsonb would parse and sort it.
  headers json NOT NULL,
  value json NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (topic, slot, message_offset)
);
-- For a company that is read on its own after a failure.
CREATE INDEX messages_by_company ON messaging.messages (company_id, topic, message_offset);

CREATE TABLE messaging.consumer_groups (
  group_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  group_name text NOT NULL UNIQUE CHECK (length(group_name) BETWEEN 1 AND 200)
);

-- Up to where a group has handled a slot of a topic. Rewritten all the time, hence the free space.
CREATE TABLE messaging.cursors (
  group_id integer NOT NULL REFERENCES messaging.consumer_groups ON DELETE CASCADE,
  topic text NOT NULL,
  slot smallint NOT NULL,
  handled_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (group_id, topic, slot)
) WITH (fillfactor = 50);

-- Companies whose next message failed. The cursor of their slot moves on without them, so that they
-- hold up nobody else, and they have a cursor of their own until they have caught up with it.
CREATE TABLE messaging.stalled_companies (
  group_id integer NOT NULL REFERENCES messaging.consumer_groups ON DELETE CASCADE,
  topic text NOT NULL,
  company_id uuid NOT NULL,
  slot smallint NOT NULL,
  -- The first message that is not handled.
  next_offset bigint NOT NULL,
  -- Failed attempts at that message.
  attempts integer NOT NULL,
  retry_at timestamptz NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (group_id, topic, company_id)
);

-- Messages a group gave up on, kept with the reason until a person decides.
CREATE TABLE messaging.dead_letters (
  dead_letter_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  group_id integer NOT NULL REFERENCES messaging.consumer_groups ON DELETE CASCADE,
  topic text NOT NULL,
  message_offset bigint NOT NULL,
  company_id uuid NOT NULL,
  headers json NOT NULL,
  value json NOT NULL,
  attempts integer NOT NULL,
  reason text NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT now(),
  -- A crash after parking may park the same message again.
  UNIQUE (group_id, topic, message_offset)
);

-- Appends messages in the order given: one a line in each of the four texts, headers and values as
-- JSON, which has no line ends of its own. Splitting lines costs both sides less than arrays do.
--
-- The offsets of a topic become visible in ascending order, because the lock is held until the
-- commit is visible: a reader that asks for what is after the last offset it saw skips nothing.
-- Topics are locked in order, so that publishers cannot deadlock.
CREATE FUNCTION messaging.publish(topics text, company_ids text, headers text, value_lines text)
RETURNS void
LANGUAGE plpgsql
SET lock_timeout = '5s'
AS $$
DECLARE
  published_topic text;
BEGIN
  FOR published_topic IN
    SELECT DISTINCT name FROM string_to_table(topics, E'\n') AS name ORDER BY name
  LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended('messaging.topic ' || published_topic, 0));
    -- Told at commit; a listener that misses it finds the messages when it polls.
    PERFORM pg_notify('messaging', published_topic);
  END LOOP;
  INSERT INTO messaging.messages (topic, slot, company_id, headers, value)
  SELECT m.topic, messaging.slot_of(m.company_id::uuid), m.company_id::uuid,
    m.headers::json, m.value::json
  FROM ROWS FROM (
    string_to_table(topics, E'\n'), string_to_table(company_ids, E'\n'),
    string_to_table(headers, E'\n'), string_to_table(value_lines, E'\n')
  ) WITH ORDINALITY AS m (topic, company_id, headers, value, line)
  ORDER BY m.line;
END
$$;

-- Removes messages that are older than the retention and that every group has handled: at most
-- count_max per topic and slot, so that one call stays short. Returns how many.
CREATE FUNCTION messaging.remove_expired(retention interval, count_max integer) RETURNS bigint
LANGUAGE sql
-- Groups that stall keep their messages: the dead letters have copies, the retries do not.
BEGIN ATOMIC
  WITH slots AS (
    SELECT DISTINCT topic, slot FROM messaging.cursors
  ),
  handled AS (
    SELECT slots.topic, slots.slot, least(
      (SELECT min(c.handled_offset) FROM messaging.cursors AS c
        WHERE c.topic = slots.topic AND c.slot = slots.slot),
      (SELECT min(s.next_offset) - 1 FROM messaging.stalled_companies AS s
        WHERE s.topic = slots.topic AND s.slot = slots.slot)
    ) AS up_to
    FROM slots
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

GRANT SELECT, INSERT, DELETE ON messaging.messages TO accounting_service;
GRANT USAGE ON SEQUENCE messaging.message_offsets TO accounting_service;
GRANT SELECT, INSERT ON messaging.consumer_groups TO accounting_service;
GRANT SELECT, INSERT, UPDATE ON messaging.cursors TO accounting_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON messaging.stalled_companies TO accounting_service;
GRANT SELECT, INSERT, DELETE ON messaging.dead_letters TO accounting_service;
