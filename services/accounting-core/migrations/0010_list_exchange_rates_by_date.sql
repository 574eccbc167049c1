-- Exchange rates are listed by date as well as by currency. They are recorded a few times a day, so
-- that the index costs nothing that anybody waits for.
CREATE INDEX exchange_rates_date_index ON ledger.exchange_rates (company_id, date, currency);
