-- For operators' dashboards: what stands on each account of the national plan, over all companies
-- together. Sub-accounts that companies made themselves are left out, so that the number of rows
-- has a bound. The background role may ask for these sums and for nothing else about balances.
CREATE FUNCTION ledger.balance_by_account_code()
RETURNS TABLE (account_code text, account_type text, balance_gel numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT account.code, account.type, sum(balance.debit_gel - balance.credit_gel)
  FROM ledger.account_balances AS balance
  JOIN ledger.accounts AS account USING (company_id, account_id)
  WHERE account.code ~ '^[0-9]{4}$'
  GROUP BY account.code, account.type
$$;
REVOKE ALL ON FUNCTION ledger.balance_by_account_code() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.balance_by_account_code() TO accounting_background;
