-- Prepares a rebuild of the organisation's read models: for the owner of the database only, with
-- the service stopped. Secrets and uses of partners' keys are no read models and stay.
CREATE FUNCTION compliance.empty_organisation() RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  DELETE FROM compliance.companies;
  DELETE FROM compliance.memberships;
  DELETE FROM compliance.accepted_conflicts;
  DELETE FROM compliance.custom_roles;
  DELETE FROM compliance.company_policies;
  DELETE FROM compliance.company_duty_rules;
  DELETE FROM compliance.partners;
  DELETE FROM compliance.partner_keys;
END;
REVOKE ALL ON FUNCTION compliance.empty_organisation() FROM public;
