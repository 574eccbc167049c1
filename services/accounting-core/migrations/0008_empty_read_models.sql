-- Prepares a rebuild from the event store: for the owner of the database only, with the service
-- stopped. The journal is not deleted from, which nobody may; its partitions are dropped as a whole
-- and made again by the rebuild, in the same transaction.
CREATE FUNCTION ledger.empty_read_models() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  partition regclass;
BEGIN
  FOR partition IN
    SELECT inhrelid FROM pg_inherits WHERE inhparent = 'ledger.journal_entries'::regclass
  LOOP
    EXECUTE format('DROP TABLE %s', partition);
  END LOOP;
  TRUNCATE ledger.accounts, ledger.transactions, ledger.account_balances,
    ledger.account_balance_history, ledger.dimension_balances, ledger.fiscal_periods,
    ledger.fiscal_years, ledger.exchange_rates, ledger.ledger_settings;
END $$;
REVOKE ALL ON FUNCTION ledger.empty_read_models() FROM public;
