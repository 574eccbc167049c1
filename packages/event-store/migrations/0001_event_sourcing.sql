-- Facts, and what recording them needs. Only record_units writes facts; everything that one request
-- wants recorded is recorded in one transaction, or nothing of it.
CREATE SCHEMA event_sourcing;
GRANT USAGE ON SCHEMA event_sourcing TO accounting_service, accounting_background;

CREATE TABLE event_sourcing.event_store (
  company_id uuid NOT NULL,
  stream_id text COLLATE "C" NOT NULL CHECK (length(stream_id) BETWEEN 3 AND 200),
  stream_version integer NOT NULL CHECK (stream_version > 0),
  event_id uuid NOT NULL,
  event_type text COLLATE "C" NOT NULL,
  schema_version integer NOT NULL CHECK (schema_version > 0),
  -- json, not jsonb: the text is kept byte for byte, so that a hash over it stays valid.
  data json NOT NULL,
  metadata json NOT NULL,
  occurred_at timestamptz NOT NULL,
  -- The order in which facts become visible; by a sequence alone a reader would skip late commits.
  transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (company_id, stream_id, stream_version)
) WITH (
  -- Rows only arrive. Without these the visibility map and the statistics fall behind them.
  autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.02
);
CREATE INDEX event_store_in_commit_order
  ON event_sourcing.event_store (transaction_id, sequence);
SELECT tenancy.protect('event_sourcing.event_store');
SELECT tenancy.forbid_change('event_sourcing.event_store');
CREATE POLICY followers_read_all ON event_sourcing.event_store
  FOR SELECT TO accounting_background USING (true);
GRANT SELECT ON event_sourcing.event_store TO accounting_service, accounting_background;

CREATE TABLE event_sourcing.aggregate_snapshots (
  company_id uuid NOT NULL,
  stream_id text COLLATE "C" NOT NULL,
  stream_version integer NOT NULL,
  schema_version integer NOT NULL,
  state json NOT NULL,
  PRIMARY KEY (company_id, stream_id)
) WITH (fillfactor = 70);
SELECT tenancy.protect('event_sourcing.aggregate_snapshots');
GRANT SELECT, INSERT, UPDATE ON event_sourcing.aggregate_snapshots TO accounting_service;

CREATE TABLE event_sourcing.idempotency_records (
  company_id uuid NOT NULL,
  key text COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  request_hash text COLLATE "C" NOT NULL,
  answer json NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, key)
) WITH (
  autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.02
);
-- Finds the old ones for the clean-up. Rows arrive in the order of time, so a few bytes per block
-- range do, and inserting pays next to nothing.
CREATE INDEX idempotency_records_by_age
  ON event_sourcing.idempotency_records USING brin (recorded_at) WITH (autosummarize = on);
SELECT tenancy.protect('event_sourcing.idempotency_records');
GRANT SELECT ON event_sourcing.idempotency_records TO accounting_service;

CREATE TABLE event_sourcing.consistency_markers (
  company_id uuid NOT NULL,
  name text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (company_id, name)
) WITH (fillfactor = 50);
SELECT tenancy.protect('event_sourcing.consistency_markers');
GRANT SELECT ON event_sourcing.consistency_markers TO accounting_service;

-- Where each follower of all companies' facts has got to. Updated all the time, a handful of rows:
-- room in the page keeps the updates off the index, and early vacuum keeps the page small.
CREATE TABLE event_sourcing.checkpoints (
  follower text COLLATE "C" PRIMARY KEY,
  transaction_id xid8 NOT NULL,
  sequence bigint NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
GRANT SELECT, INSERT, UPDATE ON event_sourcing.checkpoints TO accounting_background;

-- Takes the locks of all markers named, in one order for everybody: shared for those required,
-- exclusive for those advanced. Held until the transaction ends. A statement that follows sees what
-- the previous holders committed.
CREATE FUNCTION event_sourcing.lock_markers(markers json) RETURNS void
LANGUAGE sql VOLATILE AS $$
  SELECT CASE
    WHEN lock.is_exclusive THEN pg_advisory_xact_lock(lock.id)
    ELSE pg_advisory_xact_lock_shared(lock.id)
  END
  FROM (
    SELECT hashtextextended(marker.c::text || '/' || marker.m, 4611) AS id,
           bool_or(marker.a) AS is_exclusive
    FROM json_to_recordset(markers) AS marker (c uuid, m text, a boolean)
    GROUP BY 1
    ORDER BY 1
  ) AS lock
$$;
REVOKE ALL ON FUNCTION event_sourcing.lock_markers FROM PUBLIC;

-- Records units of many companies at once and returns one row for each unit that was refused.
--   units    n: number of the unit, c: company, k: idempotency key or null, h: hash, a: answer
--   events   n: number of the unit, f: first of its append, s: stream, v: version, i: event id,
--            t: type, x: schema version, d: data, m: metadata, o: occurred at; in recording order
--   markers  c: company, m: name, v: version required or null, a: advanced, n: numbers of the units
-- No stream and no key occurs in two of the units, and a unit that advances a marker comes alone.
-- Everything is checked before anything is written, so nothing of a refused unit stays. A race
-- with another transaction slips through the checks and ends in a unique violation: roll back and
-- try again.
CREATE FUNCTION event_sourcing.record_units(units json, events json, markers json)
RETURNS TABLE (unit bigint, status text, subject text, answer json)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
-- The plan is kept for the life of the connection, also when it was made on empty tables.
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  allowed CONSTANT uuid[] := tenancy.current_company_ids();
BEGIN
  IF markers IS NOT NULL THEN
    PERFORM event_sourcing.lock_markers(markers);
  END IF;
  RETURN QUERY
  WITH new_unit AS MATERIALIZED (
    SELECT * FROM json_to_recordset(units) AS u (n bigint, c uuid, k text, h text, a json)
  ),
  new_event AS MATERIALIZED (
    SELECT *
    FROM ROWS FROM (
      json_to_recordset(events) AS (
        n bigint, f boolean, s text, v integer, i uuid, t text, x integer, d json, m json,
        o timestamptz
      )
    ) WITH ORDINALITY AS e (n, f, s, v, i, t, x, d, m, o, place)
  ),
  new_marker AS MATERIALIZED (
    SELECT *
    FROM json_to_recordset(coalesce(markers, '[]'))
      AS k (n json, c uuid, m text, v bigint, a boolean)
  ),
  stale AS MATERIALIZED (
    SELECT relying.n::bigint AS n, min(k.m) AS name
    FROM new_marker AS k, json_array_elements_text(k.n) AS relying (n)
    WHERE k.v IS NOT NULL AND k.v <> coalesce((
      SELECT current.version FROM event_sourcing.consistency_markers AS current
      WHERE current.company_id = k.c AND current.name = k.m
    ), 0)
    GROUP BY relying.n
  ),
  conflict AS MATERIALIZED (
    SELECT e.n, min(e.s) AS stream_id
    FROM new_event AS e JOIN new_unit AS u ON u.n = e.n
    WHERE e.f AND e.v - 1 <> coalesce((
      SELECT max(past.stream_version) FROM event_sourcing.event_store AS past
      WHERE past.company_id = u.c AND past.stream_id = e.s COLLATE "C"
    ), 0)
    GROUP BY e.n
  ),
  verdict AS MATERIALIZED (
    SELECT u.*,
      CASE
        WHEN u.c <> ALL (allowed) THEN 'foreign_company'
        WHEN claim.request_hash = u.h THEN 'replayed'
        WHEN claim.request_hash IS NOT NULL THEN 'key_reused'
        WHEN stale.n IS NOT NULL THEN 'marker_stale'
        WHEN conflict.n IS NOT NULL THEN 'version_conflict'
      END AS refusal,
      coalesce(stale.name, conflict.stream_id) AS subject,
      claim.answer AS first_answer
    FROM new_unit AS u
    LEFT JOIN LATERAL (
      SELECT past.request_hash, past.answer
      FROM event_sourcing.idempotency_records AS past
      WHERE past.company_id = u.c AND past.key = u.k COLLATE "C"
      LIMIT 1
    ) AS claim ON true
    LEFT JOIN stale ON stale.n = u.n
    LEFT JOIN conflict ON conflict.n = u.n
  ),
  claimed AS (
    INSERT INTO event_sourcing.idempotency_records (company_id, key, request_hash, answer)
    SELECT u.c, u.k, u.h, u.a FROM verdict AS u WHERE u.refusal IS NULL AND u.k IS NOT NULL
  ),
  advanced AS (
    INSERT INTO event_sourcing.consistency_markers AS current (company_id, name, version)
    SELECT k.c, k.m, 1
    FROM new_marker AS k JOIN verdict AS u ON u.n = (k.n ->> 0)::bigint
    WHERE k.a AND u.refusal IS NULL
    ON CONFLICT (company_id, name) DO UPDATE SET version = current.version + 1
  ),
  recorded AS (
    INSERT INTO event_sourcing.event_store (
      company_id, stream_id, stream_version, event_id, event_type, schema_version, data, metadata,
      occurred_at
    )
    SELECT u.c, e.s, e.v, e.i, e.t, e.x, e.d, e.m, e.o
    FROM new_event AS e JOIN verdict AS u ON u.n = e.n
    WHERE u.refusal IS NULL
    ORDER BY e.place
  )
  SELECT u.n, u.refusal, u.subject, u.first_answer FROM verdict AS u WHERE u.refusal IS NOT NULL;
END
$$;
REVOKE ALL ON FUNCTION event_sourcing.record_units FROM PUBLIC;
GRANT EXECUTE ON FUNCTION event_sourcing.record_units TO accounting_service;

-- Forgets claims older than an instant, at most so many, in the order of age; returns how many.
CREATE FUNCTION event_sourcing.delete_idempotency_records(older_than timestamptz, count_max integer)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  deleted integer;
BEGIN
  DELETE FROM event_sourcing.idempotency_records
  WHERE ctid IN (
    SELECT old.ctid FROM event_sourcing.idempotency_records AS old
    WHERE old.recorded_at < older_than
    LIMIT count_max
    FOR UPDATE SKIP LOCKED
  );
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN deleted;
END
$$;
REVOKE ALL ON FUNCTION event_sourcing.delete_idempotency_records FROM PUBLIC;
GRANT EXECUTE ON FUNCTION event_sourcing.delete_idempotency_records TO accounting_background;
