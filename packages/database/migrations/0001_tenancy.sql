-- One company never sees another's rows, whatever a query forgets; and facts are never edited.
CREATE SCHEMA tenancy;
GRANT USAGE ON SCHEMA tenancy TO accounting_service, accounting_background;

-- The companies that the connection works for; none unless it was told.
-- No search_path is set, because a function with settings is not inlined into its caller.
CREATE FUNCTION tenancy.current_company_ids() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(
  string_to_array(nullif(current_setting('app.company_ids', true), ''), ',')::uuid[],
  '{}'::uuid[]
);

-- Shows and accepts only rows of the current companies. The table needs a column company_id uuid.
-- A partition is protected by its parent as long as nobody is granted the partition itself.
CREATE FUNCTION tenancy.protect(protected regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
  -- The subselect is evaluated once per statement instead of once per row.
  EXECUTE format(
    'CREATE POLICY company_isolation ON %s FOR ALL TO accounting_service
       USING (company_id = ANY ((SELECT tenancy.current_company_ids())::uuid[]))
       WITH CHECK (company_id = ANY ((SELECT tenancy.current_company_ids())::uuid[]))',
    protected
  );
END
$$;

CREATE FUNCTION tenancy.refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Rows of %.% are facts: % is refused. Record a correction instead.',
    TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME;
END
$$;

-- Refuses UPDATE, DELETE and TRUNCATE for everyone, the owner included. For a partitioned table
-- this covers the partitions that exist; call it for each partition made later as well, because
-- PostgreSQL hands down only the triggers for UPDATE and DELETE, not the one for TRUNCATE.
CREATE FUNCTION tenancy.forbid_change(kept regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  member regclass;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = kept AND tgname = 'refuse_change') THEN
    EXECUTE format(
      'CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON %s
         FOR EACH ROW EXECUTE FUNCTION tenancy.refuse_change()', kept);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER refuse_change', kept);
  END IF;
  FOR member IN
    SELECT kept UNION SELECT relid FROM pg_partition_tree(kept)
  LOOP
    IF NOT EXISTS (
      SELECT FROM pg_trigger WHERE tgrelid = member AND tgname = 'refuse_truncate'
    ) THEN
      EXECUTE format(
        'CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %s
           FOR EACH STATEMENT EXECUTE FUNCTION tenancy.refuse_change()', member);
      EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER refuse_truncate', member);
    END IF;
  END LOOP;
END
$$;
