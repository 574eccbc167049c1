-- What tax keeps of its own: read models that follow from its facts and from those of the ledger.
CREATE SCHEMA tax;
GRANT USAGE ON SCHEMA tax TO accounting_service, accounting_background;
