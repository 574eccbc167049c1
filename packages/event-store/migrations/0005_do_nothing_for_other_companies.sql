-- record_units refused a unit of a company that its transaction was not opened for, but with the
-- answer kept under the unit's key, and did not ask whose markers it was to advance: the service's
-- role could read another company's answers by SQL, and advance its markers. All of it is as before
-- but what is done for another company, which is nothing.

-- Records units of many companies at once and returns one row for each unit that was refused.
-- The arguments are columns: of the units up to answers, of the events up to occurred_ats.
--   unit_numbers  tell the units apart, and in event_units, whose event it is
--   keys          idempotency key or null; then a hash of the request and the answer to keep
--   firsts        true for the first event of an append, whose stream's version is checked
--   markers       c: company, m: name, v: version required or null, a: advanced, n: unit numbers
-- Events are recorded in the order given.
-- No stream and no key occurs in two of the units, and a unit that advances a marker comes alone.
-- Everything is checked before anything is written, so nothing of a refused unit stays. A race
-- with another transaction slips through the checks and ends in a unique violation: roll back and
-- try again. A company that the transaction was not opened for is a defect of the caller.
CREATE OR REPLACE FUNCTION event_sourcing.record_units(
  unit_numbers bigint[],
  company_ids uuid[],
  keys text[],
  request_hashes text[],
  answers json[],
  event_units bigint[],
  firsts boolean[],
  stream_ids text[],
  stream_versions integer[],
  event_ids uuid[],
  event_types text[],
  schema_versions integer[],
  data json[],
  metadata json[],
  occurred_ats timestamptz[],
  markers json
)
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
  -- Runs as the owner, whom row-level security does not bind; the companies are checked here.
  IF NOT company_ids <@ allowed OR EXISTS (
    SELECT FROM json_to_recordset(markers) AS k (c uuid) WHERE k.c <> ALL (allowed)
  ) THEN
    RAISE EXCEPTION 'a unit or a marker is of a company that the transaction was not opened for'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF markers IS NOT NULL THEN
    PERFORM event_sourcing.lock_markers(markers);
  END IF;
  RETURN QUERY
  WITH new_unit AS MATERIALIZED (
    SELECT * FROM unnest(unit_numbers, company_ids, keys, request_hashes, answers)
      AS u (n, c, k, h, a)
  ),
  new_event AS MATERIALIZED (
    SELECT *
    FROM unnest(event_units, firsts, stream_ids, stream_versions, event_ids, event_types,
        schema_versions, data, metadata, occurred_ats)
      WITH ORDINALITY AS e (n, f, s, v, i, t, x, d, m, o, place)
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
